@NullMarked
package uz.stario.rollback.adapters.http;

import org.jspecify.annotations.NullMarked;

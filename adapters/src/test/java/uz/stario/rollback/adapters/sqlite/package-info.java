@NullMarked
package uz.stario.rollback.adapters.sqlite;

import org.jspecify.annotations.NullMarked;

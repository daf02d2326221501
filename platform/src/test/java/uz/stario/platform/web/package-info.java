@NullMarked
package uz.stario.platform.web;

import org.jspecify.annotations.NullMarked;

/** How results look in a terminal and in a pipe. */
@NullMarked
package uz.stario.rollback.app.text;

import org.jspecify.annotations.NullMarked;

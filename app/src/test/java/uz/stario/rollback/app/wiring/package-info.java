/** What is printed, word by word. */
@NullMarked
package uz.stario.rollback.app.wiring;

import org.jspecify.annotations.NullMarked;

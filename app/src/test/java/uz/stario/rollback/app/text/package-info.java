/** What is printed, word by word. */
@NullMarked
package uz.stario.rollback.app.text;

import org.jspecify.annotations.NullMarked;

/** Messages to people, as values. */
@NullMarked
package uz.stario.rollback.announce;

import org.jspecify.annotations.NullMarked;

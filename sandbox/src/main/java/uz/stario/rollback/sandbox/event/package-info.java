/** The Events that controllers and pods leave for people to read. */
@NullMarked
package uz.stario.rollback.sandbox.event;

import org.jspecify.annotations.NullMarked;

/** The thin loop around the decision: journal, perform, journal, feed back. */
@NullMarked
package uz.stario.rollback.run.engine;

import org.jspecify.annotations.NullMarked;

/** One execution of one plan: its state, its events and the pure decision what comes next. */
@NullMarked
package uz.stario.rollback.run;

import org.jspecify.annotations.NullMarked;

/** The journal in one SQLite file on the machine of the person who runs the program. */
@NullMarked
package uz.stario.rollback.adapters.sqlite;

import org.jspecify.annotations.NullMarked;

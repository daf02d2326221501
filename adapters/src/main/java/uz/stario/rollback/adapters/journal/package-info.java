/** What the stores that keep journals have in common: the tables' columns and the SQL on them. */
@NullMarked
package uz.stario.rollback.adapters.journal;

import org.jspecify.annotations.NullMarked;

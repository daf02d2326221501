/**
 * Plans and journal events as documented JSON, written by hand on Jackson's streaming parser.
 *
 * <p>No data binding: the outside format is a contract that renaming a Java field must not change,
 * and a command that needs neither format should not pay for reflection.
 */
@NullMarked
package uz.stario.rollback.adapters.json;

import org.jspecify.annotations.NullMarked;

/** What every command is given and gives back. */
@NullMarked
package uz.stario.rollback.app.command;

import org.jspecify.annotations.NullMarked;

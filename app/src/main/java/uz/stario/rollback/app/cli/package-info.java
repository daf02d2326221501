/** The command line: the tree of commands and how their errors are told. */
@NullMarked
package uz.stario.rollback.app.cli;

import org.jspecify.annotations.NullMarked;

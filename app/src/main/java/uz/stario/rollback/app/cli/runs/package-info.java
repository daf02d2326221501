/** stario runs and stario show. */
@NullMarked
package uz.stario.rollback.app.cli.runs;

import org.jspecify.annotations.NullMarked;

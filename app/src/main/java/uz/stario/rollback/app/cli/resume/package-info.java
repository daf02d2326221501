/** stario resume. */
@NullMarked
package uz.stario.rollback.app.cli.resume;

import org.jspecify.annotations.NullMarked;

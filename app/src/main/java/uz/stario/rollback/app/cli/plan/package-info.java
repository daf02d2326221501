/** stario plan. */
@NullMarked
package uz.stario.rollback.app.cli.plan;

import org.jspecify.annotations.NullMarked;

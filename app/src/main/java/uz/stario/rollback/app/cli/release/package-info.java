/** The ledger of releases: recorded, listed, and marked with what was learned of them. */
@NullMarked
package uz.stario.rollback.app.cli.release;

import org.jspecify.annotations.NullMarked;

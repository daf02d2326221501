/** What the ledgers over SQL databases have in common. */
@NullMarked
package uz.stario.rollback.adapters.ledger;

import org.jspecify.annotations.NullMarked;

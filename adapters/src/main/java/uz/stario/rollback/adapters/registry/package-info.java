/** What images say of themselves, from the registries that hold them. */
@NullMarked
package uz.stario.rollback.adapters.registry;

import org.jspecify.annotations.NullMarked;

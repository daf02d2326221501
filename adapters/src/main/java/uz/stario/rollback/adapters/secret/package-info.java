/** Secrets from where a playbook says they are kept. */
@NullMarked
package uz.stario.rollback.adapters.secret;

import org.jspecify.annotations.NullMarked;

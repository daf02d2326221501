/** Bearer tokens, signed with the key that the services share. */
@NullMarked
package uz.stario.platform.token;

import org.jspecify.annotations.NullMarked;

/** The gateway: users, artists, and the way to the other services. */
@NullMarked
package uz.stario.platform.gateway;

import org.jspecify.annotations.NullMarked;

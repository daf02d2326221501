/** How the services reach PostgreSQL and Redis. */
@NullMarked
package uz.stario.platform.store;

import org.jspecify.annotations.NullMarked;

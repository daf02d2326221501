/** The journal in a PostgreSQL database that several machines and people share. */
@NullMarked
package uz.stario.rollback.adapters.postgres;

import org.jspecify.annotations.NullMarked;

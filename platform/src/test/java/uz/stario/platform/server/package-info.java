/** Real servers for tests, in temporary folders and on loopback ports. */
@NullMarked
package uz.stario.platform.server;

import org.jspecify.annotations.NullMarked;

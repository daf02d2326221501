/** The Stario services that run inside the pods, the ingress and the traffic. */
@NullMarked
package uz.stario.rollback.sandbox.platform;

import org.jspecify.annotations.NullMarked;

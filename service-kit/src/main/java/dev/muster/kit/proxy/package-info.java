/**
 * What is believed of the proxies in front of a service: who called, over TLS or not, and by which
 * name. Only a proxy that is configured may say any of it.
 */
package dev.muster.kit.proxy;

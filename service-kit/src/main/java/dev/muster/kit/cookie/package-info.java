/** Login by cookie, for pages in a browser; programs send their token in a header. */
package dev.muster.kit.cookie;

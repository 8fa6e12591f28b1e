/** What protects people whose browser shows a page that uses a service. */
package dev.muster.kit.web;

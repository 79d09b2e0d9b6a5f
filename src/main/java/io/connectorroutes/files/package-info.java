/**
 * Files and folders as the program keeps them: durable, and readable by their owner alone. Imports
 * no other package.
 */
package io.connectorroutes.files;

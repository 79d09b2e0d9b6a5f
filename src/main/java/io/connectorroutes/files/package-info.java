/**
 * Files and folders as the program keeps them. Read {@link io.connectorroutes.files.PrivateFiles}
 * (readable by their owner alone) first, then {@link io.connectorroutes.files.SharedFiles} (as the
 * folder that they are in) and {@link io.connectorroutes.files.DurableFolders} (on the disk when a
 * call returns). Imports no other package.
 */
package io.connectorroutes.files;

/**
 * The broker, the database, Graph or the program itself fails: nothing is lost, nothing done twice.
 */
package io.connectorroutes.system.faults;

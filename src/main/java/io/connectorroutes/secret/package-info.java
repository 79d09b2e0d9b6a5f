/**
 * Secrets: which fields are secret, references to secrets and who may use them, and masking.
 * Imports {@code change}, {@code graph}, {@code text} and {@code files}.
 *
 * <p>Read {@link io.connectorroutes.secret.SecretFields} first, then {@link
 * io.connectorroutes.secret.SecretReference}, {@link io.connectorroutes.secret.ReferencedSecrets}
 * (the secrets in the place of the references in a change), {@link
 * io.connectorroutes.secret.SecretPolicy} (which may be used) and {@link
 * io.connectorroutes.secret.SecretSource} (where they come from; {@link
 * io.connectorroutes.secret.CachedKeyVault} and {@link io.connectorroutes.secret.AzureKeyVault} are
 * for Key Vault); {@link io.connectorroutes.secret.Masking} is for what people see.
 */
package io.connectorroutes.secret;

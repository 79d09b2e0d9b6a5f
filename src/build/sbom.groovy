// Writes the SBOM as cyclonedx:makeBom does. Called from here and not by Maven, which refuses that goal with -o; it
// needs no network for what is in the local repository.
import org.apache.maven.plugin.BuildPluginManager
import org.apache.maven.plugin.MojoExecution
import org.codehaus.plexus.util.xml.Xpp3Dom

def plugins = session.container.lookup(BuildPluginManager)
def plugin = project.pluginManagement.pluginsAsMap['org.cyclonedx:cyclonedx-maven-plugin']
def goal = plugins.getMojoDescriptor(plugin, 'makeBom', project.remotePluginRepositories, session.repositorySession)
def defaults = goal.mojoConfiguration
def configuration = new Xpp3Dom('configuration')
defaults.children.each { element ->
  def child = new Xpp3Dom(element.name)
  child.value = element.value
  element.attributes.each { key, value -> child.setAttribute(key, value) }
}
println defaults.class
println plugin.configuration

// Says what lib/ of the distribution holds: target/shipped/sbom.cdx.json (CycloneDX) and THIRD-PARTY.txt (licences). Ends
// the build where a library has no licence of the list below, or is asked for in several versions that nothing decides on.
//
// cyclonedx-maven-plugin and Enforcer's dependencyConvergence do not: the one refuses to work with mvn -o and fetches jars
// that are not shipped, the other leaves out what is optional in pom.xml, which is most of lib/.

import com.github.packageurl.PackageURL
import java.time.Instant
import org.apache.maven.RepositoryUtils
import org.apache.maven.artifact.factory.ArtifactFactory
import org.apache.maven.project.DefaultProjectBuildingRequest
import org.apache.maven.project.ProjectBuilder
import org.cyclonedx.Version
import org.cyclonedx.generators.BomGeneratorFactory
import org.cyclonedx.model.Bom
import org.cyclonedx.model.Component
import org.cyclonedx.model.Dependency
import org.cyclonedx.model.Hash
import org.cyclonedx.model.License
import org.cyclonedx.model.LicenseChoice
import org.cyclonedx.model.Metadata
import org.cyclonedx.util.LicenseResolver
import org.eclipse.aether.DefaultRepositorySystemSession
import org.eclipse.aether.RepositorySystem
import org.eclipse.aether.collection.CollectRequest

// Of several licences of a library its users choose one: one of them has to be here.
def allowed = [
  'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'Bouncy Castle Licence', 'CC0-1.0', 'EPL-1.0', 'EPL-2.0', 'MIT', 'MIT-0'
] as Set

def problems = []
def shipped = [project.artifact] +
    project.artifacts.findAll { it.scope in ['compile', 'runtime'] }.sort { it.file.name }

def purl = { artifact ->
  def qualifiers = new TreeMap(type: artifact.type)
  if (artifact.classifier) qualifiers.classifier = artifact.classifier
  new PackageURL('maven', artifact.groupId, artifact.artifactId, artifact.version, qualifiers, null).toString()
}

// They stand in the libraries' POMs, or in those of their parents.
def request = new DefaultProjectBuildingRequest(session.projectBuildingRequest)
request.project = null
request.processPlugins = false
request.resolveDependencies = false
def projects = session.container.lookup(ProjectBuilder)
def poms = session.container.lookup(ArtifactFactory)
def licences = { artifact ->
  def pom = poms.createProjectArtifact(artifact.groupId, artifact.artifactId, artifact.version)
  def model = artifact == project.artifact ? project : projects.build(pom, request).project
  model.licenses.collect { licence ->
    // "The BSD License" is the name of several; its address says which one.
    [licence.url, licence.name].findAll()
        .findResult { LicenseResolver.resolve(it, false)?.licenses?.find { it.id } } ?: new License(name: licence.name)
  }
}

def lines = []
def components = shipped.collect { artifact ->
  def component = new Component(
      type: Component.Type.LIBRARY, group: artifact.groupId, name: artifact.artifactId, version: artifact.version)
  component.purl = purl(artifact)
  component.bomRef = component.purl
  component.addHash(new Hash(Hash.Algorithm.SHA_256, artifact.file.bytes.digest('SHA-256')))
  component.licenses = new LicenseChoice()
  def found = licences(artifact)
  found.each { component.licenses.addLicense(it) }
  def names = found.collect { it.id ?: it.name }
  if (!names.any { it in allowed }) problems << "${component.purl}: no licence of src/build/shipped.groovy, but ${names}"
  lines << "${artifact.file.name}: ${names.join(' or ')}"
  component
}

// Who asks for what, all of them, in which version.
def key = { artifact -> [artifact.groupId, artifact.artifactId, artifact.classifier ?: ''] }
def references = shipped.collectEntries { [key(it), purl(it)] }
def needs = [:].withDefault { new TreeSet() }
def versions = [:].withDefault { new TreeSet() }
def verbose = new DefaultRepositorySystemSession(session.repositorySession)
verbose.setConfigProperty('aether.conflictResolver.verbose', true)
def types = verbose.artifactTypeRegistry
def collected = new CollectRequest(repositories: project.remoteProjectRepositories)
project.dependencies.findAll { it.scope != 'test' }
    .each { collected.addDependency(RepositoryUtils.toDependency(it, types)) }
project.dependencyManagement.dependencies.each { collected.addManagedDependency(RepositoryUtils.toDependency(it, types)) }
def walk
walk = { node, from ->
  node.children.each { child ->
    def to = references[key(child.artifact)]
    if (from && to) needs[from] << to
    if (to) versions[to] << child.artifact.version
    walk(child, to)
  }
}
walk(session.container.lookup(RepositorySystem).collectDependencies(verbose, collected).root, purl(project.artifact))
// What a Camel of one's own choice asks for is not for us to decide.
if (!session.userProperties['camel.version']) {
  versions.findAll { it.value.size() > 1 }
      .each { problems << "${it.key} is asked for in versions ${it.value}: name one below dependencyManagement of pom.xml" }
}

problems.each { log.error(it) }
if (problems) throw new IllegalStateException('The distribution is not put together, for the reasons above')

def bom = new Bom(components: components, metadata: new Metadata(
    timestamp: Date.from(Instant.parse(project.properties['project.build.outputTimestamp'])),
    component: new Component(type: Component.Type.APPLICATION, group: project.groupId, name: 'connector-routes',
        version: project.version, bomRef: 'connector-routes')))
bom.dependencies = [new Dependency('connector-routes')] + components.collect { new Dependency(it.bomRef) }
bom.dependencies[0].addDependency(new Dependency(purl(project.artifact)))
bom.dependencies.each { dependency -> needs[dependency.ref].each { dependency.addDependency(new Dependency(it)) } }

def folder = new File(project.build.directory, 'shipped')
folder.mkdirs()
def write = { name, text -> new File(folder, name).setText(text + '\n', 'UTF-8') }
write('sbom.cdx.json', BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString())
write('THIRD-PARTY.txt', 'What lib/ holds, and under which licences.\n\n' + lines.join('\n'))

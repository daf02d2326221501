The libraries in lib/, and the licences that they come under. Their own licence and notice files are inside the jars.

Compiled here, from its unchanged sources:
  (Apache-2.0) picocli (info.picocli:picocli, its version in sbom.cdx.json) - https://picocli.info

<#list dependencyMap as e>
<#assign artifact = e.getKey()/>
  (<#list e.getValue() as licence>${licence}<#sep>, </#sep></#list>) ${artifact.name} (${artifact.groupId}:${artifact.artifactId}:${artifact.version}) - ${artifact.url!"no address"}
</#list>

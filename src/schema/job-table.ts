// Made by scripts/generate-schema.js from the OpenAPI document of Kubernetes v1.37.2. Do not edit.

/** The Kubernetes that the table is of. */
export const KUBERNETES_VERSION = 'v1.37.2';

/**
 * All types of a Job, one block each: the name, then a line per field: its name, `!` when it is required, and what its
 * value is: `text`, `bool`, `int32`, `int64`, `quantity`, `int-or-text`, `time`, `any`, the values of an enum
 * (`A|B`), a type; `[x]` is a list of x (`by name`: each name once; `unique`: each value once), `{x}` a map with
 * values x.
 */
export const JOB_TABLE: string = `
Job
apiVersion text
kind text
metadata ObjectMeta
spec JobSpec
status JobStatus

ObjectMeta
annotations {text}
creationTimestamp time
deletionGracePeriodSeconds int64
deletionTimestamp time
finalizers [text] unique
generateName text
generation int64
labels {text}
managedFields [ManagedFieldsEntry]
name text
namespace text
ownerReferences [OwnerReference] by uid
resourceVersion text
selfLink text
uid text

ManagedFieldsEntry
apiVersion text
fieldsType text
fieldsV1 any
manager text
operation text
subresource text
time time

OwnerReference
apiVersion! text
blockOwnerDeletion bool
controller bool
kind! text
name! text
uid! text

JobSpec
activeDeadlineSeconds int64
backoffLimit int32
backoffLimitPerIndex int32
completionMode Indexed|NonIndexed
completions int32
managedBy text
manualSelector bool
maxFailedIndexes int32
parallelism int32
podFailurePolicy PodFailurePolicy
podReplacementPolicy Failed|TerminatingOrFailed
scheduling JobSchedulingConfiguration
selector LabelSelector
successPolicy SuccessPolicy
suspend bool
template! PodTemplateSpec
ttlSecondsAfterFinished int32

PodFailurePolicy
rules! [PodFailurePolicyRule]

PodFailurePolicyRule
action! Count|FailIndex|FailJob|Ignore
onExitCodes PodFailurePolicyOnExitCodesRequirement
onPodConditions [PodFailurePolicyOnPodConditionsPattern]

PodFailurePolicyOnExitCodesRequirement
containerName text
operator! In|NotIn
values! [int32] unique

PodFailurePolicyOnPodConditionsPattern
status text
type! text

JobSchedulingConfiguration
disruptionMode WorkloadPodGroupDisruptionMode
resourceClaims [WorkloadPodGroupResourceClaim] by name
schedulingConstraints WorkloadPodGroupSchedulingConstraints
schedulingPolicy WorkloadPodGroupSchedulingPolicy

WorkloadPodGroupDisruptionMode
all WorkloadPodGroupAllDisruptionMode
single WorkloadPodGroupSingleDisruptionMode

WorkloadPodGroupAllDisruptionMode

WorkloadPodGroupSingleDisruptionMode

WorkloadPodGroupResourceClaim
name! text
resourceClaimName text
resourceClaimTemplateName text

WorkloadPodGroupSchedulingConstraints
topology [TopologyConstraint]

TopologyConstraint
key! text

WorkloadPodGroupSchedulingPolicy
basic WorkloadPodGroupBasicSchedulingPolicy
gang WorkloadPodGroupGangSchedulingPolicy

WorkloadPodGroupBasicSchedulingPolicy

WorkloadPodGroupGangSchedulingPolicy
minCount int32

LabelSelector
matchExpressions [LabelSelectorRequirement]
matchLabels {text}

LabelSelectorRequirement
key! text
operator! text
values [text]

SuccessPolicy
rules! [SuccessPolicyRule]

SuccessPolicyRule
succeededCount int32
succeededIndexes text

PodTemplateSpec
metadata ObjectMeta
spec PodSpec

PodSpec
activeDeadlineSeconds int64
affinity Affinity
automountServiceAccountToken bool
containers! [Container] by name
dnsConfig PodDNSConfig
dnsPolicy ClusterFirst|ClusterFirstWithHostNet|Default|None
enableServiceLinks bool
ephemeralContainers [EphemeralContainer] by name
evictionResponders [EvictionResponder] by name
hostAliases [HostAlias] by ip
hostIPC bool
hostNetwork bool
hostPID bool
hostUsers bool
hostname text
hostnameOverride text
imagePullSecrets [LocalObjectReference] by name
initContainers [Container] by name
nodeName text
nodeSelector {text}
os PodOS
overhead {quantity}
preemptionPolicy Never|PreemptLowerPriority
priority int32
priorityClassName text
readinessGates [PodReadinessGate]
resourceClaims [PodResourceClaim] by name
resources ResourceRequirements
restartPolicy Always|Never|OnFailure
runtimeClassName text
schedulerName text
schedulingGates [PodSchedulingGate] by name
schedulingGroup PodSchedulingGroup
securityContext PodSecurityContext
serviceAccount text
serviceAccountName text
setHostnameAsFQDN bool
shareProcessNamespace bool
subdomain text
terminationGracePeriodSeconds int64
tolerations [Toleration]
topologySpreadConstraints [TopologySpreadConstraint] by topologyKey+whenUnsatisfiable
volumes [Volume] by name

Affinity
nodeAffinity NodeAffinity
podAffinity PodAffinity
podAntiAffinity PodAntiAffinity

NodeAffinity
preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm]
requiredDuringSchedulingIgnoredDuringExecution NodeSelector

PreferredSchedulingTerm
preference! NodeSelectorTerm
weight! int32

NodeSelectorTerm
matchExpressions [NodeSelectorRequirement]
matchFields [NodeSelectorRequirement]

NodeSelectorRequirement
key! text
operator! DoesNotExist|Exists|Gt|In|Lt|NotIn
values [text]

NodeSelector
nodeSelectorTerms! [NodeSelectorTerm]

PodAffinity
preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm]
requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm]

WeightedPodAffinityTerm
podAffinityTerm! PodAffinityTerm
weight! int32

PodAffinityTerm
labelSelector LabelSelector
matchLabelKeys [text]
mismatchLabelKeys [text]
namespaceSelector LabelSelector
namespaces [text]
topologyKey! text

PodAntiAffinity
preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm]
requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm]

Container
args [text]
command [text]
env [EnvVar] by name
envFrom [EnvFromSource]
image text
imagePullPolicy Always|IfNotPresent|Never
lifecycle Lifecycle
livenessProbe Probe
name! text
ports [ContainerPort] by containerPort+protocol
readinessProbe Probe
resizePolicy [ContainerResizePolicy]
resources ResourceRequirements
restartPolicy text
restartPolicyRules [ContainerRestartRule]
securityContext SecurityContext
startupProbe Probe
stdin bool
stdinOnce bool
terminationMessagePath text
terminationMessagePolicy FallbackToLogsOnError|File
tty bool
volumeDevices [VolumeDevice] by devicePath
volumeMounts [VolumeMount] by mountPath
workingDir text

EnvVar
name! text
value text
valueFrom EnvVarSource

EnvVarSource
configMapKeyRef ConfigMapKeySelector
fieldRef ObjectFieldSelector
fileKeyRef FileKeySelector
resourceFieldRef ResourceFieldSelector
secretKeyRef SecretKeySelector

ConfigMapKeySelector
key! text
name text
optional bool

ObjectFieldSelector
apiVersion text
fieldPath! text

FileKeySelector
key! text
optional bool
path! text
volumeName! text

ResourceFieldSelector
containerName text
divisor quantity
resource! text

SecretKeySelector
key! text
name text
optional bool

EnvFromSource
configMapRef ConfigMapEnvSource
prefix text
secretRef SecretEnvSource

ConfigMapEnvSource
name text
optional bool

SecretEnvSource
name text
optional bool

Lifecycle
postStart LifecycleHandler
preStop LifecycleHandler
stopSignal SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ

LifecycleHandler
exec ExecAction
httpGet HTTPGetAction
sleep SleepAction
tcpSocket TCPSocketAction

ExecAction
command [text]

HTTPGetAction
host text
httpHeaders [HTTPHeader]
path text
port! int-or-text
protocol HTTP1|HTTP2
scheme HTTP|HTTPS

HTTPHeader
name! text
value! text

SleepAction
seconds! int64

TCPSocketAction
host text
port! int-or-text

Probe
exec ExecAction
failureThreshold int32
grpc GRPCAction
httpGet HTTPGetAction
initialDelaySeconds int32
periodSeconds int32
successThreshold int32
tcpSocket TCPSocketAction
terminationGracePeriodSeconds int64
timeoutSeconds int32

GRPCAction
mode Plaintext|TLS
port! int32
service text

ContainerPort
containerPort! int32
hostIP text
hostPort int32
name text
protocol SCTP|TCP|UDP

ContainerResizePolicy
resourceName! text
restartPolicy! text

ResourceRequirements
claims [ResourceClaim] by name
limits {quantity}
requests {quantity}

ResourceClaim
name! text
request text

ContainerRestartRule
action! text
exitCodes ContainerRestartRuleOnExitCodes

ContainerRestartRuleOnExitCodes
operator! text
values [int32] unique

SecurityContext
allowPrivilegeEscalation bool
appArmorProfile AppArmorProfile
capabilities Capabilities
privileged bool
procMount Default|Unmasked
readOnlyRootFilesystem bool
runAsGroup int64
runAsNonRoot bool
runAsUser int64
seLinuxOptions SELinuxOptions
seccompProfile SeccompProfile
windowsOptions WindowsSecurityContextOptions

AppArmorProfile
localhostProfile text
type! Localhost|RuntimeDefault|Unconfined

Capabilities
add [text]
drop [text]

SELinuxOptions
level text
role text
type text
user text

SeccompProfile
localhostProfile text
type! Localhost|RuntimeDefault|Unconfined

WindowsSecurityContextOptions
gmsaCredentialSpec text
gmsaCredentialSpecName text
hostProcess bool
runAsUserName text

VolumeDevice
devicePath! text
name! text

VolumeMount
bindMountOptions [text] unique
mountPath! text
mountPropagation Bidirectional|HostToContainer|None
name! text
readOnly bool
recursiveReadOnly text
subPath text
subPathExpr text

PodDNSConfig
nameservers [text]
options [PodDNSConfigOption]
searches [text]

PodDNSConfigOption
name text
value text

EphemeralContainer
args [text]
command [text]
env [EnvVar] by name
envFrom [EnvFromSource]
image text
imagePullPolicy Always|IfNotPresent|Never
lifecycle Lifecycle
livenessProbe Probe
name! text
ports [ContainerPort] by containerPort+protocol
readinessProbe Probe
resizePolicy [ContainerResizePolicy]
resources ResourceRequirements
restartPolicy text
restartPolicyRules [ContainerRestartRule]
securityContext SecurityContext
startupProbe Probe
stdin bool
stdinOnce bool
targetContainerName text
terminationMessagePath text
terminationMessagePolicy FallbackToLogsOnError|File
tty bool
volumeDevices [VolumeDevice] by devicePath
volumeMounts [VolumeMount] by mountPath
workingDir text

EvictionResponder
name! text
priority! int32

HostAlias
hostnames [text]
ip! text

LocalObjectReference
name text

PodOS
name! text

PodReadinessGate
conditionType! text

PodResourceClaim
name! text
resourceClaimName text
resourceClaimTemplateName text

PodSchedulingGate
name! text

PodSchedulingGroup
podGroupName text

PodSecurityContext
appArmorProfile AppArmorProfile
fsGroup int64
fsGroupChangePolicy Always|OnRootMismatch
runAsGroup int64
runAsNonRoot bool
runAsUser int64
seLinuxChangePolicy text
seLinuxOptions SELinuxOptions
seccompProfile SeccompProfile
supplementalGroups [int64]
supplementalGroupsPolicy Merge|Strict
sysctls [Sysctl]
windowsOptions WindowsSecurityContextOptions

Sysctl
name! text
value! text

Toleration
effect NoExecute|NoSchedule|PreferNoSchedule
key text
operator Equal|Exists|Gt|Lt
tolerationSeconds int64
value text

TopologySpreadConstraint
labelSelector LabelSelector
matchLabelKeys [text]
maxSkew! int32
minDomains int32
nodeAffinityPolicy Honor|Ignore
nodeTaintsPolicy Honor|Ignore
topologyKey! text
whenUnsatisfiable! DoNotSchedule|ScheduleAnyway

Volume
awsElasticBlockStore AWSElasticBlockStoreVolumeSource
azureDisk AzureDiskVolumeSource
azureFile AzureFileVolumeSource
cephfs CephFSVolumeSource
cinder CinderVolumeSource
configMap ConfigMapVolumeSource
csi CSIVolumeSource
downwardAPI DownwardAPIVolumeSource
emptyDir EmptyDirVolumeSource
ephemeral EphemeralVolumeSource
fc FCVolumeSource
flexVolume FlexVolumeSource
flocker FlockerVolumeSource
gcePersistentDisk GCEPersistentDiskVolumeSource
gitRepo GitRepoVolumeSource
glusterfs GlusterfsVolumeSource
hostPath HostPathVolumeSource
image ImageVolumeSource
iscsi ISCSIVolumeSource
name! text
nfs NFSVolumeSource
persistentVolumeClaim PersistentVolumeClaimVolumeSource
photonPersistentDisk PhotonPersistentDiskVolumeSource
portworxVolume PortworxVolumeSource
projected ProjectedVolumeSource
quobyte QuobyteVolumeSource
rbd RBDVolumeSource
scaleIO ScaleIOVolumeSource
secret SecretVolumeSource
storageos StorageOSVolumeSource
vsphereVolume VsphereVirtualDiskVolumeSource

AWSElasticBlockStoreVolumeSource
fsType text
partition int32
readOnly bool
volumeID! text

AzureDiskVolumeSource
cachingMode None|ReadOnly|ReadWrite
diskName! text
diskURI! text
fsType text
kind Dedicated|Managed|Shared
readOnly bool

AzureFileVolumeSource
readOnly bool
secretName! text
shareName! text

CephFSVolumeSource
monitors! [text]
path text
readOnly bool
secretFile text
secretRef LocalObjectReference
user text

CinderVolumeSource
fsType text
readOnly bool
secretRef LocalObjectReference
volumeID! text

ConfigMapVolumeSource
defaultMode int32
defaultUser int64
items [KeyToPath]
name text
optional bool

KeyToPath
key! text
mode int32
path! text
user int64

CSIVolumeSource
driver! text
fsType text
nodePublishSecretRef LocalObjectReference
readOnly bool
volumeAttributes {text}

DownwardAPIVolumeSource
defaultMode int32
defaultUser int64
items [DownwardAPIVolumeFile]

DownwardAPIVolumeFile
fieldRef ObjectFieldSelector
mode int32
path! text
resourceFieldRef ResourceFieldSelector
user int64

EmptyDirVolumeSource
medium text
mode int32
sizeLimit quantity

EphemeralVolumeSource
volumeClaimTemplate PersistentVolumeClaimTemplate

PersistentVolumeClaimTemplate
metadata ObjectMeta
spec! PersistentVolumeClaimSpec

PersistentVolumeClaimSpec
accessModes [ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod]
dataSource TypedLocalObjectReference
dataSourceRef TypedObjectReference
resources VolumeResourceRequirements
selector LabelSelector
storageClassName text
volumeAttributesClassName text
volumeMode Block|Filesystem
volumeName text

TypedLocalObjectReference
apiGroup text
kind! text
name! text

TypedObjectReference
apiGroup text
kind! text
name! text
namespace text

VolumeResourceRequirements
limits {quantity}
requests {quantity}

FCVolumeSource
fsType text
lun int32
readOnly bool
targetWWNs [text]
wwids [text]

FlexVolumeSource
driver! text
fsType text
options {text}
readOnly bool
secretRef LocalObjectReference

FlockerVolumeSource
datasetName text
datasetUUID text

GCEPersistentDiskVolumeSource
fsType text
partition int32
pdName! text
readOnly bool

GitRepoVolumeSource
directory text
repository! text
revision text

GlusterfsVolumeSource
endpoints! text
path! text
readOnly bool

HostPathVolumeSource
path! text
type ""|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket

ImageVolumeSource
pullPolicy Always|IfNotPresent|Never
reference text

ISCSIVolumeSource
chapAuthDiscovery bool
chapAuthSession bool
fsType text
initiatorName text
iqn! text
iscsiInterface text
lun! int32
portals [text]
readOnly bool
secretRef LocalObjectReference
targetPortal! text

NFSVolumeSource
path! text
readOnly bool
server! text

PersistentVolumeClaimVolumeSource
claimName! text
readOnly bool

PhotonPersistentDiskVolumeSource
fsType text
pdID! text

PortworxVolumeSource
fsType text
readOnly bool
volumeID! text

ProjectedVolumeSource
defaultMode int32
defaultUser int64
sources [VolumeProjection]

VolumeProjection
clusterTrustBundle ClusterTrustBundleProjection
configMap ConfigMapProjection
downwardAPI DownwardAPIProjection
podCertificate PodCertificateProjection
secret SecretProjection
serviceAccountToken ServiceAccountTokenProjection

ClusterTrustBundleProjection
labelSelector LabelSelector
name text
optional bool
path! text
signerName text
user int64

ConfigMapProjection
items [KeyToPath]
name text
optional bool

DownwardAPIProjection
items [DownwardAPIVolumeFile]

PodCertificateProjection
certificateChainPath text
credentialBundlePath text
keyPath text
keyType! text
maxExpirationSeconds int32
signerName! text
user int64
userAnnotations {text}

SecretProjection
items [KeyToPath]
name text
optional bool

ServiceAccountTokenProjection
audience text
expirationSeconds int64
path! text
user int64

QuobyteVolumeSource
group text
readOnly bool
registry! text
tenant text
user text
volume! text

RBDVolumeSource
fsType text
image! text
keyring text
monitors! [text]
pool text
readOnly bool
secretRef LocalObjectReference
user text

ScaleIOVolumeSource
fsType text
gateway! text
protectionDomain text
readOnly bool
secretRef! LocalObjectReference
sslEnabled bool
storageMode text
storagePool text
system! text
volumeName text

SecretVolumeSource
defaultMode int32
defaultUser int64
items [KeyToPath]
optional bool
secretName text

StorageOSVolumeSource
fsType text
readOnly bool
secretRef LocalObjectReference
volumeName text
volumeNamespace text

VsphereVirtualDiskVolumeSource
fsType text
storagePolicyID text
storagePolicyName text
volumePath! text

JobStatus
active int32
completedIndexes text
completionTime time
conditions [JobCondition]
failed int32
failedIndexes text
ready int32
startTime time
succeeded int32
terminating int32
uncountedTerminatedPods UncountedTerminatedPods

JobCondition
lastProbeTime time
lastTransitionTime time
message text
reason text
status! text
type! text

UncountedTerminatedPods
failed [text] unique
succeeded [text] unique
`;

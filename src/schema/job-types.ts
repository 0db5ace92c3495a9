// Made by scripts/generate-schema.js from the OpenAPI document of Kubernetes v1.37.2. Do not edit.

/** Job represents the configuration of a single job. */
export interface V1Job {
  /** APIVersion defines the versioned schema of this representation of an object. */
  readonly apiVersion?: string | undefined;
  /** Kind is a string value representing the REST resource this object represents. */
  readonly kind?: string | undefined;
  /** Standard object's metadata. */
  readonly metadata?: V1ObjectMeta | undefined;
  /** Specification of the desired behavior of a job. */
  readonly spec?: V1JobSpec | undefined;
}

/** ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create. */
export interface V1ObjectMeta {
  /** Annotations is an unstructured key value map stored with a resource that may be set by external tools to … */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** Must be empty before the object is deleted from the registry. */
  readonly finalizers?: readonly string[] | undefined;
  /** GenerateName is an optional prefix, used by the server, to generate a unique name ONLY IF the Name field has … */
  readonly generateName?: string | undefined;
  /** Map of string keys and values that can be used to organize and categorize (scope and select) objects. */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** Name must be unique within a namespace. */
  readonly name?: string | undefined;
  /** Namespace defines the space within which each name must be unique. */
  readonly namespace?: string | undefined;
  /** List of objects depended by this object. */
  readonly ownerReferences?: readonly V1OwnerReference[] | undefined;
}

/** OwnerReference contains enough information to let you identify an owning object. */
export interface V1OwnerReference {
  /** API version of the referent. */
  readonly apiVersion: string;
  /** If true, AND if the owner has the "foregroundDeletion" finalizer, then the owner cannot be deleted from the … */
  readonly blockOwnerDeletion?: boolean | undefined;
  /** If true, this reference points to the managing controller. */
  readonly controller?: boolean | undefined;
  /** Kind of the referent. */
  readonly kind: string;
  /** Name of the referent. */
  readonly name: string;
  /** UID of the referent. */
  readonly uid: string;
}

/** JobSpec describes how the job execution will look like. */
export interface V1JobSpec {
  /** Specifies the duration in seconds relative to the startTime that the job may be continuously active before … */
  readonly activeDeadlineSeconds?: number | undefined;
  /** Specifies the number of retries before marking this job failed. */
  readonly backoffLimit?: number | undefined;
  /** Specifies the limit for the number of retries within an index before marking this index as failed. */
  readonly backoffLimitPerIndex?: number | undefined;
  /** completionMode specifies how Pod completions are tracked. */
  readonly completionMode?: 'Indexed' | 'NonIndexed' | undefined;
  /** Specifies the desired number of successfully finished pods the job should be run with. */
  readonly completions?: number | undefined;
  /** ManagedBy field indicates the controller that manages a Job. */
  readonly managedBy?: string | undefined;
  /** manualSelector controls generation of pod labels and pod selectors. */
  readonly manualSelector?: boolean | undefined;
  /** Specifies the maximal number of failed indexes before marking the Job as failed, when backoffLimitPerIndex is … */
  readonly maxFailedIndexes?: number | undefined;
  /** Specifies the maximum desired number of pods the job should run at any given time. */
  readonly parallelism?: number | undefined;
  /** Specifies the policy of handling failed pods. */
  readonly podFailurePolicy?: V1PodFailurePolicy | undefined;
  /** podReplacementPolicy specifies when to create replacement Pods. */
  readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed' | undefined;
  /** scheduling defines the Workload-aware Scheduling configuration for this Job. */
  readonly scheduling?: V1JobSchedulingConfiguration | undefined;
  /** A label query over pods that should match the pod count. */
  readonly selector?: V1LabelSelector | undefined;
  /** successPolicy specifies the policy when the Job can be declared as succeeded. */
  readonly successPolicy?: V1SuccessPolicy | undefined;
  /** suspend specifies whether the Job controller should create Pods or not. */
  readonly suspend?: boolean | undefined;
  /** Describes the pod that will be created when executing a job. */
  readonly template?: V1PodTemplateSpec | undefined;
  /** ttlSecondsAfterFinished limits the lifetime of a Job that has finished execution (either Complete or Failed). */
  readonly ttlSecondsAfterFinished?: number | undefined;
}

/** PodFailurePolicy describes how failed pods influence the backoffLimit. */
export interface V1PodFailurePolicy {
  /** A list of pod failure policy rules. */
  readonly rules: readonly V1PodFailurePolicyRule[];
}

/** PodFailurePolicyRule describes how a pod failure is handled when the requirements are met. */
export interface V1PodFailurePolicyRule {
  /** Specifies the action taken on a pod failure when the requirements are satisfied. */
  readonly action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  /** Represents the requirement on the container exit codes. */
  readonly onExitCodes?: V1PodFailurePolicyOnExitCodesRequirement | undefined;
  /** Represents the requirement on the pod conditions. */
  readonly onPodConditions?: readonly V1PodFailurePolicyOnPodConditionsPattern[] | undefined;
}

/** PodFailurePolicyOnExitCodesRequirement describes the requirement for handling a failed pod based on its … */
export interface V1PodFailurePolicyOnExitCodesRequirement {
  /** Restricts the check for exit codes to the container with the specified name. */
  readonly containerName?: string | undefined;
  /** Represents the relationship between the container exit code(s) and the specified values. */
  readonly operator: 'In' | 'NotIn';
  /** Specifies the set of values. */
  readonly values: readonly number[];
}

/** PodFailurePolicyOnPodConditionsPattern describes a pattern for matching an actual pod condition type. */
export interface V1PodFailurePolicyOnPodConditionsPattern {
  /** Specifies the required Pod condition status. */
  readonly status?: string | undefined;
  /** Specifies the required Pod condition type. */
  readonly type: string;
}

/** JobSchedulingConfiguration composes the reusable workload-aware scheduling building blocks. */
export interface V1JobSchedulingConfiguration {
  /** DisruptionMode defines the mode in which the Job's pods can be disrupted. */
  readonly disruptionMode?: V1WorkloadPodGroupDisruptionMode | undefined;
  /** ResourceClaims defines which ResourceClaims may be shared among Pods in the Job. */
  readonly resourceClaims?: readonly V1WorkloadPodGroupResourceClaim[] | undefined;
  /** SchedulingConstraints defines scheduling constraints (e.g. */
  readonly schedulingConstraints?: V1WorkloadPodGroupSchedulingConstraints | undefined;
  /** SchedulingPolicy defines the scheduling policy for this Job. */
  readonly schedulingPolicy?: V1WorkloadPodGroupSchedulingPolicy | undefined;
}

/** WorkloadPodGroupDisruptionMode defines how individual pods within a group can be disrupted. */
export interface V1WorkloadPodGroupDisruptionMode {
  /** all specifies that all pods in the group must be disrupted together. */
  readonly all?: V1WorkloadPodGroupAllDisruptionMode | undefined;
  /** single specifies that pods can be disrupted independently from each other. */
  readonly single?: V1WorkloadPodGroupSingleDisruptionMode | undefined;
}

/** WorkloadPodGroupAllDisruptionMode indicates that all pods in the group must be disrupted together. */
export type V1WorkloadPodGroupAllDisruptionMode = Readonly<Record<string, never>>;

/** WorkloadPodGroupSingleDisruptionMode indicates that individual pods can be disrupted independently. */
export type V1WorkloadPodGroupSingleDisruptionMode = Readonly<Record<string, never>>;

/** WorkloadPodGroupResourceClaim references a dynamic resource claim that is shared across pods in the group. */
export interface V1WorkloadPodGroupResourceClaim {
  /** name uniquely identifies this resource claim inside the group. */
  readonly name: string;
  /** resourceClaimName is the name of a ResourceClaim object in the same namespace. */
  readonly resourceClaimName?: string | undefined;
  /** resourceClaimTemplateName is the name of a ResourceClaimTemplate object in the same namespace. */
  readonly resourceClaimTemplateName?: string | undefined;
}

/** WorkloadPodGroupSchedulingConstraints defines leaf-level scheduling constraints, such as topology. */
export interface V1WorkloadPodGroupSchedulingConstraints {
  /** topology specifies desired topological placements for all pods within the pod group. */
  readonly topology?: readonly V1TopologyConstraint[] | undefined;
}

/** TopologyConstraint defines a topology constraint for a PodGroup. */
export interface V1TopologyConstraint {
  /** key specifies the key of the node label representing the topology domain. */
  readonly key: string;
}

/** WorkloadPodGroupSchedulingPolicy defines the scheduling policy for a group of pods managed by a workload … */
export interface V1WorkloadPodGroupSchedulingPolicy {
  /** basic specifies that standard, pod-by-pod Kubernetes scheduling behavior should be used. */
  readonly basic?: V1WorkloadPodGroupBasicSchedulingPolicy | undefined;
  /** gang specifies all-or-nothing scheduling semantics. */
  readonly gang?: V1WorkloadPodGroupGangSchedulingPolicy | undefined;
}

/** WorkloadPodGroupBasicSchedulingPolicy indicates standard Kubernetes scheduling behavior. */
export type V1WorkloadPodGroupBasicSchedulingPolicy = Readonly<Record<string, never>>;

/** WorkloadPodGroupGangSchedulingPolicy defines the parameters for gang (all-or-nothing) scheduling. */
export interface V1WorkloadPodGroupGangSchedulingPolicy {
  /** minCount is the minimum number of pods that must be scheduled at the same time for the scheduler to admit the … */
  readonly minCount?: number | undefined;
}

/** A label selector is a label query over a set of resources. */
export interface V1LabelSelector {
  /** matchExpressions is a list of label selector requirements. */
  readonly matchExpressions?: readonly V1LabelSelectorRequirement[] | undefined;
  /** matchLabels is a map of {key,value} pairs. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** A label selector requirement is a selector that contains values, a key, and an operator that relates the key … */
export interface V1LabelSelectorRequirement {
  /** key is the label key that the selector applies to. */
  readonly key: string;
  /** operator represents a key's relationship to a set of values. */
  readonly operator: string;
  /** values is an array of string values. */
  readonly values?: readonly string[] | undefined;
}

/** SuccessPolicy describes when a Job can be declared as succeeded based on the success of some indexes. */
export interface V1SuccessPolicy {
  /** rules represents the list of alternative rules for the declaring the Jobs as successful before … */
  readonly rules: readonly V1SuccessPolicyRule[];
}

/** SuccessPolicyRule describes rule for declaring a Job as succeeded. */
export interface V1SuccessPolicyRule {
  /** succeededCount specifies the minimal required size of the actual set of the succeeded indexes for the Job. */
  readonly succeededCount?: number | undefined;
  /** succeededIndexes specifies the set of indexes which need to be contained in the actual set of the succeeded … */
  readonly succeededIndexes?: string | undefined;
}

/** PodTemplateSpec describes the data a pod should have when created from a template */
export interface V1PodTemplateSpec {
  /** Standard object's metadata. */
  readonly metadata?: V1ObjectMeta | undefined;
  /** Specification of the desired behavior of the pod. */
  readonly spec?: V1PodSpec | undefined;
}

/** PodSpec is a description of a pod. */
export interface V1PodSpec {
  /** Optional duration in seconds the pod may be active on the node relative to StartTime before the system will … */
  readonly activeDeadlineSeconds?: number | undefined;
  /** If specified, the pod's scheduling constraints */
  readonly affinity?: V1Affinity | undefined;
  /** AutomountServiceAccountToken indicates whether a service account token should be automatically mounted. */
  readonly automountServiceAccountToken?: boolean | undefined;
  /** List of containers belonging to the pod. */
  readonly containers?: readonly V1Container[] | undefined;
  /** Specifies the DNS parameters of a pod. */
  readonly dnsConfig?: V1PodDNSConfig | undefined;
  /** Set DNS policy for the pod. */
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None' | undefined;
  /** EnableServiceLinks indicates whether information about services should be injected into pod's environment … */
  readonly enableServiceLinks?: boolean | undefined;
  /** List of ephemeral containers run in this pod. */
  readonly ephemeralContainers?: readonly V1EphemeralContainer[] | undefined;
  /** evictionResponders reference responders that react to Evictions based on EvictionRequests. */
  readonly evictionResponders?: readonly V1EvictionResponder[] | undefined;
  /** HostAliases is an optional list of hosts and IPs that will be injected into the pod's hosts file if specified. */
  readonly hostAliases?: readonly V1HostAlias[] | undefined;
  /** Use the host's ipc namespace. */
  readonly hostIPC?: boolean | undefined;
  /** Host networking requested for this pod. */
  readonly hostNetwork?: boolean | undefined;
  /** Use the host's pid namespace. */
  readonly hostPID?: boolean | undefined;
  /** Use the host's user namespace. */
  readonly hostUsers?: boolean | undefined;
  /** Specifies the hostname of the Pod If not specified, the pod's hostname will be set to a system-defined value. */
  readonly hostname?: string | undefined;
  /** HostnameOverride specifies an explicit override for the pod's hostname as perceived by the pod. */
  readonly hostnameOverride?: string | undefined;
  /** ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of … */
  readonly imagePullSecrets?: readonly V1LocalObjectReference[] | undefined;
  /** List of initialization containers belonging to the pod. */
  readonly initContainers?: readonly V1Container[] | undefined;
  /** NodeName indicates in which node this pod is scheduled. */
  readonly nodeName?: string | undefined;
  /** NodeSelector is a selector which must be true for the pod to fit on a node. */
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  /** Specifies the OS of the containers in the pod. */
  readonly os?: V1PodOS | undefined;
  /** Overhead represents the resource overhead associated with running a pod for a given RuntimeClass. */
  readonly overhead?: { readonly [key: string]: string | number } | undefined;
  /** PreemptionPolicy is the Policy for preempting pods with lower priority. */
  readonly preemptionPolicy?: 'Never' | 'PreemptLowerPriority' | undefined;
  /** The priority value. */
  readonly priority?: number | undefined;
  /** If specified, indicates the pod's priority. */
  readonly priorityClassName?: string | undefined;
  /** If specified, all readiness gates will be evaluated for pod readiness. */
  readonly readinessGates?: readonly V1PodReadinessGate[] | undefined;
  /** ResourceClaims defines which ResourceClaims must be allocated and reserved before the Pod is allowed to start. */
  readonly resourceClaims?: readonly V1PodResourceClaim[] | undefined;
  /** Resources is the total amount of CPU and Memory resources required by all containers in the pod. */
  readonly resources?: V1ResourceRequirements | undefined;
  /** Restart policy for all containers within the pod. */
  readonly restartPolicy?: 'Always' | 'Never' | 'OnFailure' | undefined;
  /** RuntimeClassName refers to a RuntimeClass object in the node.k8s.io group, which should be used to run this … */
  readonly runtimeClassName?: string | undefined;
  /** If specified, the pod will be dispatched by specified scheduler. */
  readonly schedulerName?: string | undefined;
  /** SchedulingGates is an opaque list of values that if specified will block scheduling the pod. */
  readonly schedulingGates?: readonly V1PodSchedulingGate[] | undefined;
  /** SchedulingGroup provides a reference to the immediate scheduling runtime grouping object that this Pod … */
  readonly schedulingGroup?: V1PodSchedulingGroup | undefined;
  /** SecurityContext holds pod-level security attributes and common container settings. */
  readonly securityContext?: V1PodSecurityContext | undefined;
  /** DeprecatedServiceAccount is a deprecated alias for ServiceAccountName. */
  readonly serviceAccount?: string | undefined;
  /** ServiceAccountName is the name of the ServiceAccount to use to run this pod. */
  readonly serviceAccountName?: string | undefined;
  /** If true the pod's hostname will be configured as the pod's FQDN, rather than the leaf name (the default). */
  readonly setHostnameAsFQDN?: boolean | undefined;
  /** Share a single process namespace between all of the containers in a pod. */
  readonly shareProcessNamespace?: boolean | undefined;
  /** If specified, the fully qualified Pod hostname will be "<hostname>.<subdomain>.<pod namespace>.svc.<cluster … */
  readonly subdomain?: string | undefined;
  /** Optional duration in seconds the pod needs to terminate gracefully. */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** If specified, the pod's tolerations. */
  readonly tolerations?: readonly V1Toleration[] | undefined;
  /** TopologySpreadConstraints describes how a group of pods ought to spread across topology domains. */
  readonly topologySpreadConstraints?: readonly V1TopologySpreadConstraint[] | undefined;
  /** List of volumes that can be mounted by containers belonging to the pod. */
  readonly volumes?: readonly V1Volume[] | undefined;
}

/** Affinity is a group of affinity scheduling rules. */
export interface V1Affinity {
  /** Describes node affinity scheduling rules for the pod. */
  readonly nodeAffinity?: V1NodeAffinity | undefined;
  /** Describes pod affinity scheduling rules (e.g. */
  readonly podAffinity?: V1PodAffinity | undefined;
  /** Describes pod anti-affinity scheduling rules (e.g. */
  readonly podAntiAffinity?: V1PodAntiAffinity | undefined;
}

/** Node affinity is a group of node affinity scheduling rules. */
export interface V1NodeAffinity {
  /** The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this … */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly V1PreferredSchedulingTerm[] | undefined;
  /** If the affinity requirements specified by this field are not met at scheduling time, the pod will not be … */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: V1NodeSelector | undefined;
}

/** An empty preferred scheduling term matches all objects with implicit weight 0 (i.e. */
export interface V1PreferredSchedulingTerm {
  /** A node selector term, associated with the corresponding weight. */
  readonly preference: V1NodeSelectorTerm;
  /** Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100. */
  readonly weight: number;
}

/** A null or empty node selector term matches no objects. */
export interface V1NodeSelectorTerm {
  /** A list of node selector requirements by node's labels. */
  readonly matchExpressions?: readonly V1NodeSelectorRequirement[] | undefined;
  /** A list of node selector requirements by node's fields. */
  readonly matchFields?: readonly V1NodeSelectorRequirement[] | undefined;
}

/** A node selector requirement is a selector that contains values, a key, and an operator that relates the key … */
export interface V1NodeSelectorRequirement {
  /** The label key that the selector applies to. */
  readonly key: string;
  /** Represents a key's relationship to a set of values. */
  readonly operator: 'DoesNotExist' | 'Exists' | 'Gt' | 'In' | 'Lt' | 'NotIn';
  /** An array of string values. */
  readonly values?: readonly string[] | undefined;
}

/** A node selector represents the union of the results of one or more label queries over a set of nodes; that … */
export interface V1NodeSelector {
  /** Required. */
  readonly nodeSelectorTerms: readonly V1NodeSelectorTerm[];
}

/** Pod affinity is a group of inter pod affinity scheduling rules. */
export interface V1PodAffinity {
  /** The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this … */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly V1WeightedPodAffinityTerm[] | undefined;
  /** If the affinity requirements specified by this field are not met at scheduling time, the pod will not be … */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly V1PodAffinityTerm[] | undefined;
}

/** The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most … */
export interface V1WeightedPodAffinityTerm {
  /** Required. */
  readonly podAffinityTerm: V1PodAffinityTerm;
  /** weight associated with matching the corresponding podAffinityTerm, in the range 1-100. */
  readonly weight: number;
}

/** Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this … */
export interface V1PodAffinityTerm {
  /** A label query over a set of resources, in this case pods. */
  readonly labelSelector?: V1LabelSelector | undefined;
  /** MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. */
  readonly matchLabelKeys?: readonly string[] | undefined;
  /** MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration. */
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  /** A label query over the set of namespaces that the term applies to. */
  readonly namespaceSelector?: V1LabelSelector | undefined;
  /** namespaces specifies a static list of namespace names that the term applies to. */
  readonly namespaces?: readonly string[] | undefined;
  /** This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the … */
  readonly topologyKey: string;
}

/** Pod anti affinity is a group of inter pod anti affinity scheduling rules. */
export interface V1PodAntiAffinity {
  /** The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by … */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly V1WeightedPodAffinityTerm[] | undefined;
  /** If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be … */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly V1PodAffinityTerm[] | undefined;
}

/** A single application container that you want to run within a pod. */
export interface V1Container {
  /** Arguments to the entrypoint. */
  readonly args?: readonly string[] | undefined;
  /** Entrypoint array. */
  readonly command?: readonly string[] | undefined;
  /** List of environment variables to set in the container. */
  readonly env?: readonly V1EnvVar[] | undefined;
  /** List of sources to populate environment variables in the container. */
  readonly envFrom?: readonly V1EnvFromSource[] | undefined;
  /** Container image name. */
  readonly image?: string | undefined;
  /** Image pull policy. */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Actions that the management system should take in response to container lifecycle events. */
  readonly lifecycle?: V1Lifecycle | undefined;
  /** Periodic probe of container liveness. */
  readonly livenessProbe?: V1Probe | undefined;
  /** Name of the container specified as a DNS_LABEL. */
  readonly name: string;
  /** List of ports to expose from the container. */
  readonly ports?: readonly V1ContainerPort[] | undefined;
  /** Periodic probe of container service readiness. */
  readonly readinessProbe?: V1Probe | undefined;
  /** Resources resize policy for the container. */
  readonly resizePolicy?: readonly V1ContainerResizePolicy[] | undefined;
  /** Compute Resources required by this container. */
  readonly resources?: V1ResourceRequirements | undefined;
  /** RestartPolicy defines the restart behavior of individual containers in a pod. */
  readonly restartPolicy?: string | undefined;
  /** Represents a list of rules to be checked to determine if the container should be restarted on exit. */
  readonly restartPolicyRules?: readonly V1ContainerRestartRule[] | undefined;
  /** SecurityContext defines the security options the container should be run with. */
  readonly securityContext?: V1SecurityContext | undefined;
  /** StartupProbe indicates that the Pod has successfully initialized. */
  readonly startupProbe?: V1Probe | undefined;
  /** Whether this container should allocate a buffer for stdin in the container runtime. */
  readonly stdin?: boolean | undefined;
  /** Whether the container runtime should close the stdin channel after it has been opened by a single attach. */
  readonly stdinOnce?: boolean | undefined;
  /** Optional. */
  readonly terminationMessagePath?: string | undefined;
  /** Indicate how the termination message should be populated. */
  readonly terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  /** Whether this container should allocate a TTY for itself, also requires 'stdin' to be true. */
  readonly tty?: boolean | undefined;
  /** volumeDevices is the list of block devices to be used by the container. */
  readonly volumeDevices?: readonly V1VolumeDevice[] | undefined;
  /** Pod volumes to mount into the container's filesystem. */
  readonly volumeMounts?: readonly V1VolumeMount[] | undefined;
  /** Container's working directory. */
  readonly workingDir?: string | undefined;
}

/** EnvVar represents an environment variable present in a Container. */
export interface V1EnvVar {
  /** Name of the environment variable. */
  readonly name: string;
  /** Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the … */
  readonly value?: string | undefined;
  /** Source for the environment variable's value. */
  readonly valueFrom?: V1EnvVarSource | undefined;
}

/** EnvVarSource represents a source for the value of an EnvVar. */
export interface V1EnvVarSource {
  /** Selects a key of a ConfigMap. */
  readonly configMapKeyRef?: V1ConfigMapKeySelector | undefined;
  /** Selects a field of the pod. */
  readonly fieldRef?: V1ObjectFieldSelector | undefined;
  /** FileKeyRef selects a key of the env file. */
  readonly fileKeyRef?: V1FileKeySelector | undefined;
  /** Selects a resource of the container. */
  readonly resourceFieldRef?: V1ResourceFieldSelector | undefined;
  /** Selects a key of a secret in the pod's namespace */
  readonly secretKeyRef?: V1SecretKeySelector | undefined;
}

/** Selects a key from a ConfigMap. */
export interface V1ConfigMapKeySelector {
  /** The key to select from the ConfigMap's Data field. */
  readonly key: string;
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** Specify whether the ConfigMap or its key must be defined */
  readonly optional?: boolean | undefined;
}

/** ObjectFieldSelector selects an APIVersioned field of an object. */
export interface V1ObjectFieldSelector {
  /** Version of the schema the FieldPath is written in terms of, defaults to "v1". */
  readonly apiVersion?: string | undefined;
  /** Path of the field to select in the specified API version. */
  readonly fieldPath: string;
}

/** FileKeySelector selects a key of the env file. */
export interface V1FileKeySelector {
  /** The key within the env file. */
  readonly key: string;
  /** Specify whether the file or its key must be defined. */
  readonly optional?: boolean | undefined;
  /** The path within the volume from which to select the file. */
  readonly path: string;
  /** The name of the volume mount containing the env file. */
  readonly volumeName: string;
}

/** ResourceFieldSelector represents container resources (cpu, memory) and their output format */
export interface V1ResourceFieldSelector {
  /** Container name. */
  readonly containerName?: string | undefined;
  /** Specifies the output format of the exposed resources, defaults to "1" */
  readonly divisor?: string | number | undefined;
  /** Required. */
  readonly resource: string;
}

/** SecretKeySelector selects a key of a Secret. */
export interface V1SecretKeySelector {
  /** The key of the secret to select from. */
  readonly key: string;
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** Specify whether the Secret or its key must be defined */
  readonly optional?: boolean | undefined;
}

/** EnvFromSource represents the source of a set of ConfigMaps or Secrets */
export interface V1EnvFromSource {
  /** The ConfigMap to select from */
  readonly configMapRef?: V1ConfigMapEnvSource | undefined;
  /** Optional text to prepend to the name of each environment variable. */
  readonly prefix?: string | undefined;
  /** The Secret to select from */
  readonly secretRef?: V1SecretEnvSource | undefined;
}

/** ConfigMapEnvSource selects a ConfigMap to populate the environment variables with. */
export interface V1ConfigMapEnvSource {
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** Specify whether the ConfigMap must be defined */
  readonly optional?: boolean | undefined;
}

/** SecretEnvSource selects a Secret to populate the environment variables with. */
export interface V1SecretEnvSource {
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** Specify whether the Secret must be defined */
  readonly optional?: boolean | undefined;
}

/** Lifecycle describes actions that the management system should take in response to container lifecycle events. */
export interface V1Lifecycle {
  /** PostStart is called immediately after a container is created. */
  readonly postStart?: V1LifecycleHandler | undefined;
  /** PreStop is called immediately before a container is terminated due to an API request or management event such … */
  readonly preStop?: V1LifecycleHandler | undefined;
  /** StopSignal defines which signal will be sent to a container when it is being stopped. */
  readonly stopSignal?:
    | 'SIGABRT'
    | 'SIGALRM'
    | 'SIGBUS'
    | 'SIGCHLD'
    | 'SIGCLD'
    | 'SIGCONT'
    | 'SIGFPE'
    | 'SIGHUP'
    | 'SIGILL'
    | 'SIGINT'
    | 'SIGIO'
    | 'SIGIOT'
    | 'SIGKILL'
    | 'SIGPIPE'
    | 'SIGPOLL'
    | 'SIGPROF'
    | 'SIGPWR'
    | 'SIGQUIT'
    | 'SIGRTMAX'
    | 'SIGRTMAX-1'
    | 'SIGRTMAX-10'
    | 'SIGRTMAX-11'
    | 'SIGRTMAX-12'
    | 'SIGRTMAX-13'
    | 'SIGRTMAX-14'
    | 'SIGRTMAX-2'
    | 'SIGRTMAX-3'
    | 'SIGRTMAX-4'
    | 'SIGRTMAX-5'
    | 'SIGRTMAX-6'
    | 'SIGRTMAX-7'
    | 'SIGRTMAX-8'
    | 'SIGRTMAX-9'
    | 'SIGRTMIN'
    | 'SIGRTMIN+1'
    | 'SIGRTMIN+10'
    | 'SIGRTMIN+11'
    | 'SIGRTMIN+12'
    | 'SIGRTMIN+13'
    | 'SIGRTMIN+14'
    | 'SIGRTMIN+15'
    | 'SIGRTMIN+2'
    | 'SIGRTMIN+3'
    | 'SIGRTMIN+4'
    | 'SIGRTMIN+5'
    | 'SIGRTMIN+6'
    | 'SIGRTMIN+7'
    | 'SIGRTMIN+8'
    | 'SIGRTMIN+9'
    | 'SIGSEGV'
    | 'SIGSTKFLT'
    | 'SIGSTOP'
    | 'SIGSYS'
    | 'SIGTERM'
    | 'SIGTRAP'
    | 'SIGTSTP'
    | 'SIGTTIN'
    | 'SIGTTOU'
    | 'SIGURG'
    | 'SIGUSR1'
    | 'SIGUSR2'
    | 'SIGVTALRM'
    | 'SIGWINCH'
    | 'SIGXCPU'
    | 'SIGXFSZ'
    | undefined;
}

/** LifecycleHandler defines a specific action that should be taken in a lifecycle hook. */
export interface V1LifecycleHandler {
  /** Exec specifies a command to execute in the container. */
  readonly exec?: V1ExecAction | undefined;
  /** HTTPGet specifies an HTTP GET request to perform. */
  readonly httpGet?: V1HTTPGetAction | undefined;
  /** Sleep represents a duration that the container should sleep. */
  readonly sleep?: V1SleepAction | undefined;
  /** Deprecated. */
  readonly tcpSocket?: V1TCPSocketAction | undefined;
}

/** ExecAction describes a "run in container" action. */
export interface V1ExecAction {
  /** Command is the command line to execute inside the container, the working directory for the command  is root … */
  readonly command?: readonly string[] | undefined;
}

/** HTTPGetAction describes an action based on HTTP Get requests. */
export interface V1HTTPGetAction {
  /** Host name to connect to, defaults to the pod IP. */
  readonly host?: string | undefined;
  /** Custom headers to set in the request. */
  readonly httpHeaders?: readonly V1HTTPHeader[] | undefined;
  /** Path to access on the HTTP server. */
  readonly path?: string | undefined;
  /** Name or number of the port to access on the container. */
  readonly port: number | string;
  /** Protocol selects the wire protocol for the probe connection. */
  readonly protocol?: 'HTTP1' | 'HTTP2' | undefined;
  /** Scheme to use for connecting to the host. */
  readonly scheme?: 'HTTP' | 'HTTPS' | undefined;
}

/** HTTPHeader describes a custom header to be used in HTTP probes */
export interface V1HTTPHeader {
  /** The header field name. */
  readonly name: string;
  /** The header field value */
  readonly value: string;
}

/** SleepAction describes a "sleep" action. */
export interface V1SleepAction {
  /** Seconds is the number of seconds to sleep. */
  readonly seconds: number;
}

/** TCPSocketAction describes an action based on opening a socket */
export interface V1TCPSocketAction {
  /** Optional. */
  readonly host?: string | undefined;
  /** Number or name of the port to access on the container. */
  readonly port: number | string;
}

/** Probe describes a health check to be performed against a container to determine whether it is alive or ready … */
export interface V1Probe {
  /** Exec specifies a command to execute in the container. */
  readonly exec?: V1ExecAction | undefined;
  /** Minimum consecutive failures for the probe to be considered failed after having succeeded. */
  readonly failureThreshold?: number | undefined;
  /** GRPC specifies a GRPC HealthCheckRequest. */
  readonly grpc?: V1GRPCAction | undefined;
  /** HTTPGet specifies an HTTP GET request to perform. */
  readonly httpGet?: V1HTTPGetAction | undefined;
  /** Number of seconds after the container has started before liveness probes are initiated. */
  readonly initialDelaySeconds?: number | undefined;
  /** How often (in seconds) to perform the probe. */
  readonly periodSeconds?: number | undefined;
  /** Minimum consecutive successes for the probe to be considered successful after having failed. */
  readonly successThreshold?: number | undefined;
  /** TCPSocket specifies a connection to a TCP port. */
  readonly tcpSocket?: V1TCPSocketAction | undefined;
  /** Optional duration in seconds the pod needs to terminate gracefully upon probe failure. */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** Number of seconds after which the probe times out. */
  readonly timeoutSeconds?: number | undefined;
}

/** GRPCAction specifies an action involving a GRPC service. */
export interface V1GRPCAction {
  /** mode specifies the connection mode for the gRPC health probe. */
  readonly mode?: 'Plaintext' | 'TLS' | undefined;
  /** Port number of the gRPC service. */
  readonly port: number;
  /** Service is the name of the service to place in the gRPC HealthCheckRequest (see … */
  readonly service?: string | undefined;
}

/** ContainerPort represents a network port in a single container. */
export interface V1ContainerPort {
  /** Number of port to expose on the pod's IP address. */
  readonly containerPort: number;
  /** What host IP to bind the external port to. */
  readonly hostIP?: string | undefined;
  /** Number of port to expose on the host. */
  readonly hostPort?: number | undefined;
  /** If specified, this must be an IANA_SVC_NAME and unique within the pod. */
  readonly name?: string | undefined;
  /** Protocol for port. */
  readonly protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
}

/** ContainerResizePolicy represents resource resize policy for the container. */
export interface V1ContainerResizePolicy {
  /** Name of the resource to which this resource resize policy applies. */
  readonly resourceName: string;
  /** Restart policy to apply when specified resource is resized. */
  readonly restartPolicy: string;
}

/** ResourceRequirements describes the compute resource requirements. */
export interface V1ResourceRequirements {
  /** Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container. */
  readonly claims?: readonly V1ResourceClaim[] | undefined;
  /** Limits describes the maximum amount of compute resources allowed. */
  readonly limits?: { readonly [key: string]: string | number } | undefined;
  /** Requests describes the minimum amount of compute resources required. */
  readonly requests?: { readonly [key: string]: string | number } | undefined;
}

/** ResourceClaim references one entry in PodSpec.ResourceClaims. */
export interface V1ResourceClaim {
  /** Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used. */
  readonly name: string;
  /** Request is the name chosen for a request in the referenced claim. */
  readonly request?: string | undefined;
}

/** ContainerRestartRule describes how a container exit is handled. */
export interface V1ContainerRestartRule {
  /** Specifies the action taken on a container exit if the requirements are satisfied. */
  readonly action: string;
  /** Represents the exit codes to check on container exits. */
  readonly exitCodes?: V1ContainerRestartRuleOnExitCodes | undefined;
}

/** ContainerRestartRuleOnExitCodes describes the condition for handling an exited container based on its exit … */
export interface V1ContainerRestartRuleOnExitCodes {
  /** Represents the relationship between the container exit code(s) and the specified values. */
  readonly operator: string;
  /** Specifies the set of values to check for container exit codes. */
  readonly values?: readonly number[] | undefined;
}

/** SecurityContext holds security configuration that will be applied to a container. */
export interface V1SecurityContext {
  /** AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process. */
  readonly allowPrivilegeEscalation?: boolean | undefined;
  /** appArmorProfile is the AppArmor options to use by this container. */
  readonly appArmorProfile?: V1AppArmorProfile | undefined;
  /** The capabilities to add/drop when running containers. */
  readonly capabilities?: V1Capabilities | undefined;
  /** Run container in privileged mode. */
  readonly privileged?: boolean | undefined;
  /** procMount denotes the type of proc mount to use for the containers. */
  readonly procMount?: 'Default' | 'Unmasked' | undefined;
  /** Whether this container has a read-only root filesystem. */
  readonly readOnlyRootFilesystem?: boolean | undefined;
  /** The GID to run the entrypoint of the container process. */
  readonly runAsGroup?: number | undefined;
  /** Indicates that the container must run as a non-root user. */
  readonly runAsNonRoot?: boolean | undefined;
  /** The UID to run the entrypoint of the container process. */
  readonly runAsUser?: number | undefined;
  /** The SELinux context to be applied to the container. */
  readonly seLinuxOptions?: V1SELinuxOptions | undefined;
  /** The seccomp options to use by this container. */
  readonly seccompProfile?: V1SeccompProfile | undefined;
  /** The Windows specific settings applied to all containers. */
  readonly windowsOptions?: V1WindowsSecurityContextOptions | undefined;
}

/** AppArmorProfile defines a pod or container's AppArmor settings. */
export interface V1AppArmorProfile {
  /** localhostProfile indicates a profile loaded on the node that should be used. */
  readonly localhostProfile?: string | undefined;
  /** type indicates which kind of AppArmor profile will be applied. */
  readonly type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
}

/** Adds and removes POSIX capabilities from running containers. */
export interface V1Capabilities {
  /** Added capabilities */
  readonly add?: readonly string[] | undefined;
  /** Removed capabilities */
  readonly drop?: readonly string[] | undefined;
}

/** SELinuxOptions are the labels to be applied to the container */
export interface V1SELinuxOptions {
  /** Level is SELinux level label that applies to the container. */
  readonly level?: string | undefined;
  /** Role is a SELinux role label that applies to the container. */
  readonly role?: string | undefined;
  /** Type is a SELinux type label that applies to the container. */
  readonly type?: string | undefined;
  /** User is a SELinux user label that applies to the container. */
  readonly user?: string | undefined;
}

/** SeccompProfile defines a pod/container's seccomp profile settings. */
export interface V1SeccompProfile {
  /** localhostProfile indicates a profile defined in a file on the node should be used. */
  readonly localhostProfile?: string | undefined;
  /** type indicates which kind of seccomp profile will be applied. */
  readonly type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
}

/** WindowsSecurityContextOptions contain Windows-specific options and credentials. */
export interface V1WindowsSecurityContextOptions {
  /** GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) … */
  readonly gmsaCredentialSpec?: string | undefined;
  /** GMSACredentialSpecName is the name of the GMSA credential spec to use. */
  readonly gmsaCredentialSpecName?: string | undefined;
  /** HostProcess determines if a container should be run as a 'Host Process' container. */
  readonly hostProcess?: boolean | undefined;
  /** The UserName in Windows to run the entrypoint of the container process. */
  readonly runAsUserName?: string | undefined;
}

/** volumeDevice describes a mapping of a raw block device within a container. */
export interface V1VolumeDevice {
  /** devicePath is the path inside of the container that the device will be mapped to. */
  readonly devicePath: string;
  /** name must match the name of a persistentVolumeClaim in the pod */
  readonly name: string;
}

/** VolumeMount describes a mounting of a Volume within a container. */
export interface V1VolumeMount {
  /** bindMountOptions is the list of additional bind mount options to apply when mounting this volume into the … */
  readonly bindMountOptions?: readonly string[] | undefined;
  /** Path within the container at which the volume should be mounted. */
  readonly mountPath: string;
  /** mountPropagation determines how mounts are propagated from the host to container and the other way around. */
  readonly mountPropagation?: 'Bidirectional' | 'HostToContainer' | 'None' | undefined;
  /** This must match the Name of a Volume. */
  readonly name: string;
  /** Mounted read-only if true, read-write otherwise (false or unspecified). */
  readonly readOnly?: boolean | undefined;
  /** RecursiveReadOnly specifies whether read-only mounts should be handled recursively. */
  readonly recursiveReadOnly?: string | undefined;
  /** Path within the volume from which the container's volume should be mounted. */
  readonly subPath?: string | undefined;
  /** Expanded path within the volume from which the container's volume should be mounted. */
  readonly subPathExpr?: string | undefined;
}

/** PodDNSConfig defines the DNS parameters of a pod in addition to those generated from DNSPolicy. */
export interface V1PodDNSConfig {
  /** A list of DNS name server IP addresses. */
  readonly nameservers?: readonly string[] | undefined;
  /** A list of DNS resolver options. */
  readonly options?: readonly V1PodDNSConfigOption[] | undefined;
  /** A list of DNS search domains for host-name lookup. */
  readonly searches?: readonly string[] | undefined;
}

/** PodDNSConfigOption defines DNS resolver options of a pod. */
export interface V1PodDNSConfigOption {
  /** Name is this DNS resolver option's name. */
  readonly name?: string | undefined;
  /** Value is this DNS resolver option's value. */
  readonly value?: string | undefined;
}

/** An EphemeralContainer is a temporary container that you may add to an existing Pod for user-initiated … */
export interface V1EphemeralContainer {
  /** Arguments to the entrypoint. */
  readonly args?: readonly string[] | undefined;
  /** Entrypoint array. */
  readonly command?: readonly string[] | undefined;
  /** List of environment variables to set in the container. */
  readonly env?: readonly V1EnvVar[] | undefined;
  /** List of sources to populate environment variables in the container. */
  readonly envFrom?: readonly V1EnvFromSource[] | undefined;
  /** Container image name. */
  readonly image?: string | undefined;
  /** Image pull policy. */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Lifecycle is not allowed for ephemeral containers. */
  readonly lifecycle?: V1Lifecycle | undefined;
  /** Probes are not allowed for ephemeral containers. */
  readonly livenessProbe?: V1Probe | undefined;
  /** Name of the ephemeral container specified as a DNS_LABEL. */
  readonly name: string;
  /** Ports are not allowed for ephemeral containers. */
  readonly ports?: readonly V1ContainerPort[] | undefined;
  /** Probes are not allowed for ephemeral containers. */
  readonly readinessProbe?: V1Probe | undefined;
  /** Resources resize policy for the container. */
  readonly resizePolicy?: readonly V1ContainerResizePolicy[] | undefined;
  /** Resources are not allowed for ephemeral containers. */
  readonly resources?: V1ResourceRequirements | undefined;
  /** Restart policy for the container to manage the restart behavior of each container within a pod. */
  readonly restartPolicy?: string | undefined;
  /** Represents a list of rules to be checked to determine if the container should be restarted on exit. */
  readonly restartPolicyRules?: readonly V1ContainerRestartRule[] | undefined;
  /** Optional. */
  readonly securityContext?: V1SecurityContext | undefined;
  /** Probes are not allowed for ephemeral containers. */
  readonly startupProbe?: V1Probe | undefined;
  /** Whether this container should allocate a buffer for stdin in the container runtime. */
  readonly stdin?: boolean | undefined;
  /** Whether the container runtime should close the stdin channel after it has been opened by a single attach. */
  readonly stdinOnce?: boolean | undefined;
  /** If set, the name of the container from PodSpec that this ephemeral container targets. */
  readonly targetContainerName?: string | undefined;
  /** Optional. */
  readonly terminationMessagePath?: string | undefined;
  /** Indicate how the termination message should be populated. */
  readonly terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  /** Whether this container should allocate a TTY for itself, also requires 'stdin' to be true. */
  readonly tty?: boolean | undefined;
  /** volumeDevices is the list of block devices to be used by the container. */
  readonly volumeDevices?: readonly V1VolumeDevice[] | undefined;
  /** Pod volumes to mount into the container's filesystem. */
  readonly volumeMounts?: readonly V1VolumeMount[] | undefined;
  /** Container's working directory. */
  readonly workingDir?: string | undefined;
}

/** EvictionResponder allows you to specify the responder reacting to an Eviction. */
export interface V1EvictionResponder {
  /** name allows you to identify the responder responding to the Eviction. */
  readonly name: string;
  /** priority for this responder. */
  readonly priority: number;
}

/** HostAlias holds the mapping between IP and hostnames that will be injected as an entry in the pod's hosts … */
export interface V1HostAlias {
  /** Hostnames for the above IP address. */
  readonly hostnames?: readonly string[] | undefined;
  /** IP address of the host file entry. */
  readonly ip: string;
}

/** LocalObjectReference contains enough information to let you locate the referenced object inside the same … */
export interface V1LocalObjectReference {
  /** Name of the referent. */
  readonly name?: string | undefined;
}

/** PodOS defines the OS parameters of a pod. */
export interface V1PodOS {
  /** Name is the name of the operating system. */
  readonly name: string;
}

/** PodReadinessGate contains the reference to a pod condition */
export interface V1PodReadinessGate {
  /** ConditionType refers to a condition in the pod's condition list with matching type. */
  readonly conditionType: string;
}

/** PodResourceClaim references exactly one ResourceClaim, either directly or by naming a ResourceClaimTemplate … */
export interface V1PodResourceClaim {
  /** Name uniquely identifies this resource claim inside the pod. */
  readonly name: string;
  /** ResourceClaimName is the name of a ResourceClaim object in the same namespace as this pod. */
  readonly resourceClaimName?: string | undefined;
  /** ResourceClaimTemplateName is the name of a ResourceClaimTemplate object in the same namespace as this pod. */
  readonly resourceClaimTemplateName?: string | undefined;
}

/** PodSchedulingGate is associated to a Pod to guard its scheduling. */
export interface V1PodSchedulingGate {
  /** Name of the scheduling gate. */
  readonly name: string;
}

/** PodSchedulingGroup identifies the runtime scheduling group instance that a Pod belongs to. */
export interface V1PodSchedulingGroup {
  /** PodGroupName specifies the name of the standalone PodGroup object that represents the runtime instance of … */
  readonly podGroupName?: string | undefined;
}

/** PodSecurityContext holds pod-level security attributes and common container settings. */
export interface V1PodSecurityContext {
  /** appArmorProfile is the AppArmor options to use by the containers in this pod. */
  readonly appArmorProfile?: V1AppArmorProfile | undefined;
  /** A special supplemental group that applies to all containers in a pod. */
  readonly fsGroup?: number | undefined;
  /** fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed … */
  readonly fsGroupChangePolicy?: 'Always' | 'OnRootMismatch' | undefined;
  /** The GID to run the entrypoint of the container process. */
  readonly runAsGroup?: number | undefined;
  /** Indicates that the container must run as a non-root user. */
  readonly runAsNonRoot?: boolean | undefined;
  /** The UID to run the entrypoint of the container process. */
  readonly runAsUser?: number | undefined;
  /** seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod. */
  readonly seLinuxChangePolicy?: string | undefined;
  /** The SELinux context to be applied to all containers. */
  readonly seLinuxOptions?: V1SELinuxOptions | undefined;
  /** The seccomp options to use by the containers in this pod. */
  readonly seccompProfile?: V1SeccompProfile | undefined;
  /** A list of groups applied to the first process run in each container, in addition to the container's primary … */
  readonly supplementalGroups?: readonly number[] | undefined;
  /** Defines how supplemental groups of the first container processes are calculated. */
  readonly supplementalGroupsPolicy?: 'Merge' | 'Strict' | undefined;
  /** Sysctls hold a list of namespaced sysctls used for the pod. */
  readonly sysctls?: readonly V1Sysctl[] | undefined;
  /** The Windows specific settings applied to all containers. */
  readonly windowsOptions?: V1WindowsSecurityContextOptions | undefined;
}

/** Sysctl defines a kernel parameter to be set */
export interface V1Sysctl {
  /** Name of a property to set */
  readonly name: string;
  /** Value of a property to set */
  readonly value: string;
}

/** The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using … */
export interface V1Toleration {
  /** Effect indicates the taint effect to match. */
  readonly effect?: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule' | undefined;
  /** Key is the taint key that the toleration applies to. */
  readonly key?: string | undefined;
  /** Operator represents a key's relationship to the value. */
  readonly operator?: 'Equal' | 'Exists' | 'Gt' | 'Lt' | undefined;
  /** TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise … */
  readonly tolerationSeconds?: number | undefined;
  /** Value is the taint value the toleration matches to. */
  readonly value?: string | undefined;
}

/** TopologySpreadConstraint specifies how to spread matching pods among the given topology. */
export interface V1TopologySpreadConstraint {
  /** LabelSelector is used to find matching pods. */
  readonly labelSelector?: V1LabelSelector | undefined;
  /** MatchLabelKeys is a set of pod label keys to select the pods over which spreading will be calculated. */
  readonly matchLabelKeys?: readonly string[] | undefined;
  /** MaxSkew describes the degree to which pods may be unevenly distributed. */
  readonly maxSkew: number;
  /** MinDomains indicates a minimum number of eligible domains. */
  readonly minDomains?: number | undefined;
  /** NodeAffinityPolicy indicates how we will treat Pod's nodeAffinity/nodeSelector when calculating pod topology … */
  readonly nodeAffinityPolicy?: 'Honor' | 'Ignore' | undefined;
  /** NodeTaintsPolicy indicates how we will treat node taints when calculating pod topology spread skew. */
  readonly nodeTaintsPolicy?: 'Honor' | 'Ignore' | undefined;
  /** TopologyKey is the key of node labels. */
  readonly topologyKey: string;
  /** WhenUnsatisfiable indicates how to deal with a pod if it doesn't satisfy the spread constraint. */
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
}

/** Volume represents a named volume in a pod that may be accessed by any container in the pod. */
export interface V1Volume {
  /** awsElasticBlockStore represents an AWS Disk resource that is attached to a kubelet's host machine and then … */
  readonly awsElasticBlockStore?: V1AWSElasticBlockStoreVolumeSource | undefined;
  /** azureDisk represents an Azure Data Disk mount on the host and bind mount to the pod. */
  readonly azureDisk?: V1AzureDiskVolumeSource | undefined;
  /** azureFile represents an Azure File Service mount on the host and bind mount to the pod. */
  readonly azureFile?: V1AzureFileVolumeSource | undefined;
  /** cephFS represents a Ceph FS mount on the host that shares a pod's lifetime. */
  readonly cephfs?: V1CephFSVolumeSource | undefined;
  /** cinder represents a cinder volume attached and mounted on kubelets host machine. */
  readonly cinder?: V1CinderVolumeSource | undefined;
  /** configMap represents a configMap that should populate this volume */
  readonly configMap?: V1ConfigMapVolumeSource | undefined;
  /** csi (Container Storage Interface) represents ephemeral storage that is handled by certain external CSI … */
  readonly csi?: V1CSIVolumeSource | undefined;
  /** downwardAPI represents downward API about the pod that should populate this volume */
  readonly downwardAPI?: V1DownwardAPIVolumeSource | undefined;
  /** emptyDir represents a temporary directory that shares a pod's lifetime. */
  readonly emptyDir?: V1EmptyDirVolumeSource | undefined;
  /** ephemeral represents a volume that is handled by a cluster storage driver. */
  readonly ephemeral?: V1EphemeralVolumeSource | undefined;
  /** fc represents a Fibre Channel resource that is attached to a kubelet's host machine and then exposed to the … */
  readonly fc?: V1FCVolumeSource | undefined;
  /** flexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin. */
  readonly flexVolume?: V1FlexVolumeSource | undefined;
  /** flocker represents a Flocker volume attached to a kubelet's host machine. */
  readonly flocker?: V1FlockerVolumeSource | undefined;
  /** gcePersistentDisk represents a GCE Disk resource that is attached to a kubelet's host machine and then … */
  readonly gcePersistentDisk?: V1GCEPersistentDiskVolumeSource | undefined;
  /** gitRepo represents a git repository at a particular revision. */
  readonly gitRepo?: V1GitRepoVolumeSource | undefined;
  /** glusterfs represents a Glusterfs mount on the host that shares a pod's lifetime. */
  readonly glusterfs?: V1GlusterfsVolumeSource | undefined;
  /** hostPath represents a pre-existing file or directory on the host machine that is directly exposed to the … */
  readonly hostPath?: V1HostPathVolumeSource | undefined;
  /** image represents an OCI object (a container image or artifact) pulled and mounted on the kubelet's host … */
  readonly image?: V1ImageVolumeSource | undefined;
  /** iscsi represents an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the … */
  readonly iscsi?: V1ISCSIVolumeSource | undefined;
  /** name of the volume. */
  readonly name: string;
  /** nfs represents an NFS mount on the host that shares a pod's lifetime More info. */
  readonly nfs?: V1NFSVolumeSource | undefined;
  /** persistentVolumeClaimVolumeSource represents a reference to a PersistentVolumeClaim in the same namespace. */
  readonly persistentVolumeClaim?: V1PersistentVolumeClaimVolumeSource | undefined;
  /** photonPersistentDisk represents a PhotonController persistent disk attached and mounted on kubelets host … */
  readonly photonPersistentDisk?: V1PhotonPersistentDiskVolumeSource | undefined;
  /** portworxVolume represents a portworx volume attached and mounted on kubelets host machine. */
  readonly portworxVolume?: V1PortworxVolumeSource | undefined;
  /** projected items for all in one resources secrets, configmaps, and downward API */
  readonly projected?: V1ProjectedVolumeSource | undefined;
  /** quobyte represents a Quobyte mount on the host that shares a pod's lifetime. */
  readonly quobyte?: V1QuobyteVolumeSource | undefined;
  /** rbd represents a Rados Block Device mount on the host that shares a pod's lifetime. */
  readonly rbd?: V1RBDVolumeSource | undefined;
  /** scaleIO represents a ScaleIO persistent volume attached and mounted on Kubernetes nodes. */
  readonly scaleIO?: V1ScaleIOVolumeSource | undefined;
  /** secret represents a secret that should populate this volume. */
  readonly secret?: V1SecretVolumeSource | undefined;
  /** storageOS represents a StorageOS volume attached and mounted on Kubernetes nodes. */
  readonly storageos?: V1StorageOSVolumeSource | undefined;
  /** vsphereVolume represents a vSphere volume attached and mounted on kubelets host machine. */
  readonly vsphereVolume?: V1VsphereVirtualDiskVolumeSource | undefined;
}

/** Represents a Persistent Disk resource in AWS. */
export interface V1AWSElasticBlockStoreVolumeSource {
  /** fsType is the filesystem type of the volume that you want to mount. */
  readonly fsType?: string | undefined;
  /** partition is the partition in the volume that you want to mount. */
  readonly partition?: number | undefined;
  /** readOnly value true will force the readOnly setting in VolumeMounts. */
  readonly readOnly?: boolean | undefined;
  /** volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume). */
  readonly volumeID: string;
}

/** AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod. */
export interface V1AzureDiskVolumeSource {
  /** cachingMode is the Host Caching mode. */
  readonly cachingMode?: 'None' | 'ReadOnly' | 'ReadWrite' | undefined;
  /** diskName is the Name of the data disk in the blob storage */
  readonly diskName: string;
  /** diskURI is the URI of data disk in the blob storage */
  readonly diskURI: string;
  /** fsType is Filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** kind expected values are Shared. */
  readonly kind?: 'Dedicated' | 'Managed' | 'Shared' | undefined;
  /** readOnly Defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
}

/** AzureFile represents an Azure File Service mount on the host and bind mount to the pod. */
export interface V1AzureFileVolumeSource {
  /** readOnly defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
  /** secretName is the  name of secret that contains Azure Storage Account Name and Key */
  readonly secretName: string;
  /** shareName is the azure share Name */
  readonly shareName: string;
}

/** Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership … */
export interface V1CephFSVolumeSource {
  /** monitors is Required. */
  readonly monitors: readonly string[];
  /** path is Optional. */
  readonly path?: string | undefined;
  /** readOnly is Optional. */
  readonly readOnly?: boolean | undefined;
  /** secretFile is Optional. */
  readonly secretFile?: string | undefined;
  /** secretRef is Optional. */
  readonly secretRef?: V1LocalObjectReference | undefined;
  /** user is optional. */
  readonly user?: string | undefined;
}

/** Represents a cinder volume resource in Openstack. */
export interface V1CinderVolumeSource {
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** readOnly defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
  /** secretRef is optional. */
  readonly secretRef?: V1LocalObjectReference | undefined;
  /** volumeID used to identify the volume in cinder. */
  readonly volumeID: string;
}

/** Adapts a ConfigMap into a volume. */
export interface V1ConfigMapVolumeSource {
  /** defaultMode is optional. */
  readonly defaultMode?: number | undefined;
  /** defaultUser is Optional. */
  readonly defaultUser?: number | undefined;
  /** items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected … */
  readonly items?: readonly V1KeyToPath[] | undefined;
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** optional specify whether the ConfigMap or its keys must be defined */
  readonly optional?: boolean | undefined;
}

/** Maps a string key to a path within a volume. */
export interface V1KeyToPath {
  /** key is the key to project. */
  readonly key: string;
  /** mode is Optional. */
  readonly mode?: number | undefined;
  /** path is the relative path of the file to map the key to. */
  readonly path: string;
  /** user is Optional. */
  readonly user?: number | undefined;
}

/** Represents a source location of a volume to mount, managed by an external CSI driver */
export interface V1CSIVolumeSource {
  /** driver is the name of the CSI driver that handles this volume. */
  readonly driver: string;
  /** fsType to mount. */
  readonly fsType?: string | undefined;
  /** nodePublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI … */
  readonly nodePublishSecretRef?: V1LocalObjectReference | undefined;
  /** readOnly specifies a read-only configuration for the volume. */
  readonly readOnly?: boolean | undefined;
  /** volumeAttributes stores driver-specific properties that are passed to the CSI driver. */
  readonly volumeAttributes?: { readonly [key: string]: string } | undefined;
}

/** DownwardAPIVolumeSource represents a volume containing downward API info. */
export interface V1DownwardAPIVolumeSource {
  /** Optional. */
  readonly defaultMode?: number | undefined;
  /** defaultUser is Optional. */
  readonly defaultUser?: number | undefined;
  /** Items is a list of downward API volume file */
  readonly items?: readonly V1DownwardAPIVolumeFile[] | undefined;
}

/** DownwardAPIVolumeFile represents information to create the file containing the pod field */
export interface V1DownwardAPIVolumeFile {
  /** Required. */
  readonly fieldRef?: V1ObjectFieldSelector | undefined;
  /** Optional. */
  readonly mode?: number | undefined;
  /** Required. */
  readonly path: string;
  /** Selects a resource of the container. */
  readonly resourceFieldRef?: V1ResourceFieldSelector | undefined;
  /** user is Optional. */
  readonly user?: number | undefined;
}

/** Represents an empty directory for a pod. */
export interface V1EmptyDirVolumeSource {
  /** medium represents what type of storage medium should back this directory. */
  readonly medium?: string | undefined;
  /** mode specifies the permission bits for the emptyDir directory, in numeric notation (e.g., 0755, 01777). */
  readonly mode?: number | undefined;
  /** sizeLimit is the total amount of local storage required for this EmptyDir volume. */
  readonly sizeLimit?: string | number | undefined;
}

/** Represents an ephemeral volume that is handled by a normal storage driver. */
export interface V1EphemeralVolumeSource {
  /** Will be used to create a stand-alone PVC to provision the volume. */
  readonly volumeClaimTemplate?: V1PersistentVolumeClaimTemplate | undefined;
}

/** PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an … */
export interface V1PersistentVolumeClaimTemplate {
  /** May contain labels and annotations that will be copied into the PVC when creating it. */
  readonly metadata?: V1ObjectMeta | undefined;
  /** The specification for the PersistentVolumeClaim. */
  readonly spec: V1PersistentVolumeClaimSpec;
}

/** PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for … */
export interface V1PersistentVolumeClaimSpec {
  /** accessModes contains the desired access modes the volume should have. */
  readonly accessModes?:
    readonly ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  /** dataSource field can be used to specify either. */
  readonly dataSource?: V1TypedLocalObjectReference | undefined;
  /** dataSourceRef specifies the object from which to populate the volume with data, if a non-empty volume is … */
  readonly dataSourceRef?: V1TypedObjectReference | undefined;
  /** resources represents the minimum resources the volume should have. */
  readonly resources?: V1VolumeResourceRequirements | undefined;
  /** selector is a label query over volumes to consider for binding. */
  readonly selector?: V1LabelSelector | undefined;
  /** storageClassName is the name of the StorageClass required by the claim. */
  readonly storageClassName?: string | undefined;
  /** volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim. */
  readonly volumeAttributesClassName?: string | undefined;
  /** volumeMode defines what type of volume is required by the claim. */
  readonly volumeMode?: 'Block' | 'Filesystem' | undefined;
  /** volumeName is the binding reference to the PersistentVolume backing this claim. */
  readonly volumeName?: string | undefined;
}

/** TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside … */
export interface V1TypedLocalObjectReference {
  /** APIGroup is the group for the resource being referenced. */
  readonly apiGroup?: string | undefined;
  /** Kind is the type of resource being referenced */
  readonly kind: string;
  /** Name is the name of resource being referenced */
  readonly name: string;
}

/** TypedObjectReference contains enough information to let you locate the typed referenced object */
export interface V1TypedObjectReference {
  /** APIGroup is the group for the resource being referenced. */
  readonly apiGroup?: string | undefined;
  /** Kind is the type of resource being referenced */
  readonly kind: string;
  /** Name is the name of resource being referenced */
  readonly name: string;
  /** Namespace is the namespace of resource being referenced Note that when a namespace is specified, a … */
  readonly namespace?: string | undefined;
}

/** VolumeResourceRequirements describes the storage resource requirements for a volume. */
export interface V1VolumeResourceRequirements {
  /** Limits describes the maximum amount of compute resources allowed. */
  readonly limits?: { readonly [key: string]: string | number } | undefined;
  /** Requests describes the minimum amount of compute resources required. */
  readonly requests?: { readonly [key: string]: string | number } | undefined;
}

/** Represents a Fibre Channel volume. */
export interface V1FCVolumeSource {
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** lun is Optional. */
  readonly lun?: number | undefined;
  /** readOnly is Optional. */
  readonly readOnly?: boolean | undefined;
  /** targetWWNs is Optional. */
  readonly targetWWNs?: readonly string[] | undefined;
  /** wwids Optional. */
  readonly wwids?: readonly string[] | undefined;
}

/** FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin. */
export interface V1FlexVolumeSource {
  /** driver is the name of the driver to use for this volume. */
  readonly driver: string;
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** options is Optional. */
  readonly options?: { readonly [key: string]: string } | undefined;
  /** readOnly is Optional. */
  readonly readOnly?: boolean | undefined;
  /** secretRef is Optional. */
  readonly secretRef?: V1LocalObjectReference | undefined;
}

/** Represents a Flocker volume mounted by the Flocker agent. */
export interface V1FlockerVolumeSource {
  /** datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered … */
  readonly datasetName?: string | undefined;
  /** datasetUUID is the UUID of the dataset. */
  readonly datasetUUID?: string | undefined;
}

/** Represents a Persistent Disk resource in Google Compute Engine. */
export interface V1GCEPersistentDiskVolumeSource {
  /** fsType is filesystem type of the volume that you want to mount. */
  readonly fsType?: string | undefined;
  /** partition is the partition in the volume that you want to mount. */
  readonly partition?: number | undefined;
  /** pdName is unique name of the PD resource in GCE. */
  readonly pdName: string;
  /** readOnly here will force the ReadOnly setting in VolumeMounts. */
  readonly readOnly?: boolean | undefined;
}

/** Represents a volume that is populated with the contents of a git repository. */
export interface V1GitRepoVolumeSource {
  /** directory is the target directory name. */
  readonly directory?: string | undefined;
  /** repository is the URL */
  readonly repository: string;
  /** revision is the commit hash for the specified revision. */
  readonly revision?: string | undefined;
}

/** Represents a Glusterfs mount that lasts the lifetime of a pod. */
export interface V1GlusterfsVolumeSource {
  /** endpoints is the endpoint name that details Glusterfs topology. */
  readonly endpoints: string;
  /** path is the Glusterfs volume path. */
  readonly path: string;
  /** readOnly here will force the Glusterfs volume to be mounted with read-only permissions. */
  readonly readOnly?: boolean | undefined;
}

/** Represents a host path mapped into a pod. */
export interface V1HostPathVolumeSource {
  /** path of the directory on the host. */
  readonly path: string;
  /** type for HostPath Volume Defaults to "" More info. */
  readonly type?:
    | ''
    | 'BlockDevice'
    | 'CharDevice'
    | 'Directory'
    | 'DirectoryOrCreate'
    | 'File'
    | 'FileOrCreate'
    | 'Socket'
    | undefined;
}

/** ImageVolumeSource represents a image volume resource. */
export interface V1ImageVolumeSource {
  /** Policy for pulling OCI objects. */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Required. */
  readonly reference?: string | undefined;
}

/** Represents an ISCSI disk. */
export interface V1ISCSIVolumeSource {
  /** chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication */
  readonly chapAuthDiscovery?: boolean | undefined;
  /** chapAuthSession defines whether support iSCSI Session CHAP authentication */
  readonly chapAuthSession?: boolean | undefined;
  /** fsType is the filesystem type of the volume that you want to mount. */
  readonly fsType?: string | undefined;
  /** initiatorName is the custom iSCSI Initiator Name. */
  readonly initiatorName?: string | undefined;
  /** iqn is the target iSCSI Qualified Name. */
  readonly iqn: string;
  /** iscsiInterface is the interface Name that uses an iSCSI transport. */
  readonly iscsiInterface?: string | undefined;
  /** lun represents iSCSI Target Lun number. */
  readonly lun: number;
  /** portals is the iSCSI Target Portal List. */
  readonly portals?: readonly string[] | undefined;
  /** readOnly here will force the ReadOnly setting in VolumeMounts. */
  readonly readOnly?: boolean | undefined;
  /** secretRef is the CHAP Secret for iSCSI target and initiator authentication */
  readonly secretRef?: V1LocalObjectReference | undefined;
  /** targetPortal is iSCSI Target Portal. */
  readonly targetPortal: string;
}

/** Represents an NFS mount that lasts the lifetime of a pod. */
export interface V1NFSVolumeSource {
  /** path that is exported by the NFS server. */
  readonly path: string;
  /** readOnly here will force the NFS export to be mounted with read-only permissions. */
  readonly readOnly?: boolean | undefined;
  /** server is the hostname or IP address of the NFS server. */
  readonly server: string;
}

/** PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace. */
export interface V1PersistentVolumeClaimVolumeSource {
  /** claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume. */
  readonly claimName: string;
  /** readOnly Will force the ReadOnly setting in VolumeMounts. */
  readonly readOnly?: boolean | undefined;
}

/** Represents a Photon Controller persistent disk resource. */
export interface V1PhotonPersistentDiskVolumeSource {
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** pdID is the ID that identifies Photon Controller persistent disk */
  readonly pdID: string;
}

/** PortworxVolumeSource represents a Portworx volume resource. */
export interface V1PortworxVolumeSource {
  /** fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating … */
  readonly fsType?: string | undefined;
  /** readOnly defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
  /** volumeID uniquely identifies a Portworx volume */
  readonly volumeID: string;
}

/** Represents a projected volume source */
export interface V1ProjectedVolumeSource {
  /** defaultMode are the mode bits used to set permissions on created files by default. */
  readonly defaultMode?: number | undefined;
  /** defaultUser is Optional. */
  readonly defaultUser?: number | undefined;
  /** sources is the list of volume projections. */
  readonly sources?: readonly V1VolumeProjection[] | undefined;
}

/** Projection that may be projected along with other supported volume types. */
export interface V1VolumeProjection {
  /** ClusterTrustBundle allows a pod to access the `.spec.trustBundle` field of ClusterTrustBundle objects in an … */
  readonly clusterTrustBundle?: V1ClusterTrustBundleProjection | undefined;
  /** configMap information about the configMap data to project */
  readonly configMap?: V1ConfigMapProjection | undefined;
  /** downwardAPI information about the downwardAPI data to project */
  readonly downwardAPI?: V1DownwardAPIProjection | undefined;
  /** Projects an auto-rotating credential bundle (private key and certificate chain) that the pod can use either … */
  readonly podCertificate?: V1PodCertificateProjection | undefined;
  /** secret information about the secret data to project */
  readonly secret?: V1SecretProjection | undefined;
  /** serviceAccountToken is information about the serviceAccountToken data to project */
  readonly serviceAccountToken?: V1ServiceAccountTokenProjection | undefined;
}

/** ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their … */
export interface V1ClusterTrustBundleProjection {
  /** Select all ClusterTrustBundles that match this label selector. */
  readonly labelSelector?: V1LabelSelector | undefined;
  /** Select a single ClusterTrustBundle by object name. */
  readonly name?: string | undefined;
  /** If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available. */
  readonly optional?: boolean | undefined;
  /** Relative path from the volume root to write the bundle. */
  readonly path: string;
  /** Select all ClusterTrustBundles that match this signer name. */
  readonly signerName?: string | undefined;
  /** user is Optional. */
  readonly user?: number | undefined;
}

/** Adapts a ConfigMap into a projected volume. */
export interface V1ConfigMapProjection {
  /** items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected … */
  readonly items?: readonly V1KeyToPath[] | undefined;
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** optional specify whether the ConfigMap or its keys must be defined */
  readonly optional?: boolean | undefined;
}

/** Represents downward API info for projecting into a projected volume. */
export interface V1DownwardAPIProjection {
  /** Items is a list of DownwardAPIVolume file */
  readonly items?: readonly V1DownwardAPIVolumeFile[] | undefined;
}

/** PodCertificateProjection provides a private key and X.509 certificate in the pod filesystem. */
export interface V1PodCertificateProjection {
  /** Write the certificate chain at this path in the projected volume. */
  readonly certificateChainPath?: string | undefined;
  /** Write the credential bundle at this path in the projected volume. */
  readonly credentialBundlePath?: string | undefined;
  /** Write the key at this path in the projected volume. */
  readonly keyPath?: string | undefined;
  /** The type of keypair Kubelet will generate for the pod. */
  readonly keyType: string;
  /** maxExpirationSeconds is the maximum lifetime permitted for the certificate. */
  readonly maxExpirationSeconds?: number | undefined;
  /** Kubelet's generated CSRs will be addressed to this signer. */
  readonly signerName: string;
  /** user is Optional. */
  readonly user?: number | undefined;
  /** userAnnotations allow pod authors to pass additional information to the signer implementation. */
  readonly userAnnotations?: { readonly [key: string]: string } | undefined;
}

/** Adapts a secret into a projected volume. */
export interface V1SecretProjection {
  /** items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into … */
  readonly items?: readonly V1KeyToPath[] | undefined;
  /** Name of the referent. */
  readonly name?: string | undefined;
  /** optional field specify whether the Secret or its key must be defined */
  readonly optional?: boolean | undefined;
}

/** ServiceAccountTokenProjection represents a projected service account token volume. */
export interface V1ServiceAccountTokenProjection {
  /** audience is the intended audience of the token. */
  readonly audience?: string | undefined;
  /** expirationSeconds is the requested duration of validity of the service account token. */
  readonly expirationSeconds?: number | undefined;
  /** path is the path relative to the mount point of the file to project the token into. */
  readonly path: string;
  /** user is Optional. */
  readonly user?: number | undefined;
}

/** Represents a Quobyte mount that lasts the lifetime of a pod. */
export interface V1QuobyteVolumeSource {
  /** group to map volume access to Default is no group */
  readonly group?: string | undefined;
  /** readOnly here will force the Quobyte volume to be mounted with read-only permissions. */
  readonly readOnly?: boolean | undefined;
  /** registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair … */
  readonly registry: string;
  /** tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, … */
  readonly tenant?: string | undefined;
  /** user to map volume access to Defaults to serivceaccount user */
  readonly user?: string | undefined;
  /** volume is a string that references an already created Quobyte volume by name. */
  readonly volume: string;
}

/** Represents a Rados Block Device mount that lasts the lifetime of a pod. */
export interface V1RBDVolumeSource {
  /** fsType is the filesystem type of the volume that you want to mount. */
  readonly fsType?: string | undefined;
  /** image is the rados image name. */
  readonly image: string;
  /** keyring is the path to key ring for RBDUser. */
  readonly keyring?: string | undefined;
  /** monitors is a collection of Ceph monitors. */
  readonly monitors: readonly string[];
  /** pool is the rados pool name. */
  readonly pool?: string | undefined;
  /** readOnly here will force the ReadOnly setting in VolumeMounts. */
  readonly readOnly?: boolean | undefined;
  /** secretRef is name of the authentication secret for RBDUser. */
  readonly secretRef?: V1LocalObjectReference | undefined;
  /** user is the rados user name. */
  readonly user?: string | undefined;
}

/** ScaleIOVolumeSource represents a persistent ScaleIO volume */
export interface V1ScaleIOVolumeSource {
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** gateway is the host address of the ScaleIO API Gateway. */
  readonly gateway: string;
  /** protectionDomain is the name of the ScaleIO Protection Domain for the configured storage. */
  readonly protectionDomain?: string | undefined;
  /** readOnly Defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
  /** secretRef references to the secret for ScaleIO user and other sensitive information. */
  readonly secretRef: V1LocalObjectReference;
  /** sslEnabled Flag enable/disable SSL communication with Gateway, default false */
  readonly sslEnabled?: boolean | undefined;
  /** storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned. */
  readonly storageMode?: string | undefined;
  /** storagePool is the ScaleIO Storage Pool associated with the protection domain. */
  readonly storagePool?: string | undefined;
  /** system is the name of the storage system as configured in ScaleIO. */
  readonly system: string;
  /** volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume … */
  readonly volumeName?: string | undefined;
}

/** Adapts a Secret into a volume. */
export interface V1SecretVolumeSource {
  /** defaultMode is Optional. */
  readonly defaultMode?: number | undefined;
  /** defaultUser is Optional. */
  readonly defaultUser?: number | undefined;
  /** items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into … */
  readonly items?: readonly V1KeyToPath[] | undefined;
  /** optional field specify whether the Secret or its keys must be defined */
  readonly optional?: boolean | undefined;
  /** secretName is the name of the secret in the pod's namespace to use. */
  readonly secretName?: string | undefined;
}

/** Represents a StorageOS persistent volume resource. */
export interface V1StorageOSVolumeSource {
  /** fsType is the filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** readOnly defaults to false (read/write). */
  readonly readOnly?: boolean | undefined;
  /** secretRef specifies the secret to use for obtaining the StorageOS API credentials. */
  readonly secretRef?: V1LocalObjectReference | undefined;
  /** volumeName is the human-readable name of the StorageOS volume. */
  readonly volumeName?: string | undefined;
  /** volumeNamespace specifies the scope of the volume within StorageOS. */
  readonly volumeNamespace?: string | undefined;
}

/** Represents a vSphere volume resource. */
export interface V1VsphereVirtualDiskVolumeSource {
  /** fsType is filesystem type to mount. */
  readonly fsType?: string | undefined;
  /** storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the … */
  readonly storagePolicyID?: string | undefined;
  /** storagePolicyName is the storage Policy Based Management (SPBM) profile name. */
  readonly storagePolicyName?: string | undefined;
  /** volumePath is the path that identifies vSphere volume vmdk */
  readonly volumePath: string;
}

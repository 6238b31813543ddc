{{- define "wiredesk.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "wiredesk.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{/* Labels by which pods are selected. */}}
{{- define "wiredesk.selectorLabels" -}}
app.kubernetes.io/part-of: wiredesk
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "wiredesk.labels" -}}
{{ include "wiredesk.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/*
What the services are; not for the user to change.
api: paths of the API, one prefix each; search also serves the page, and so everything else.
lag: consumer groups and their topics by which KEDA scales.
*/}}
{{- define "wiredesk.services" -}}
gateway:
  port: 8081
  searchEngine: true
  http: true
  api: [/v1/feeds, /v1/receipts, /v1/transmissions, /v1/quarantine, /v1/keys, /v1/ops]
normaliser:
  port: 8082
  lag: [{ group: normaliser, topic: wire.transmissions }]
deduplicator:
  port: 8083
indexer:
  port: 8084
  searchEngine: true
  lag:
    - { group: indexer, topic: wire.stories }
    - { group: indexer-filings, topic: wire.filings }
    - { group: indexer-clusters, topic: wire.clusters }
search:
  port: 8085
  searchEngine: true
  http: true
  api: [/]
publisher:
  port: 8086
  http: true
  api: [/v1/destinations, /v1/deliveries, /v1/out, /v1/queues, /v1/changes]
{{- end -}}

{{/* A Secret key that the services read: the chart's own Secret unless one is named. */}}
{{- define "wiredesk.secretRef" -}}
valueFrom:
  secretKeyRef:
    name: {{ .name }}
    key: {{ .key }}
{{- end -}}

{{- define "wiredesk.ownSecretData" -}}
{{- if and .Values.database.url (not .Values.database.existingSecret) }}
database-url: {{ .Values.database.url | b64enc }}
{{- end }}
{{- if and .Values.adminKey.value (not .Values.adminKey.existingSecret) }}
admin-key: {{ .Values.adminKey.value | b64enc }}
{{- end }}
{{- end -}}

{{/* Environment of all processes. Takes root, service, and secret: the name of the chart's own Secret. */}}
{{- define "wiredesk.stackEnv" -}}
{{- $values := .root.Values -}}
- name: LOG_LEVEL
  value: {{ $values.logLevel }}
- name: DATABASE_URL
  {{- if $values.database.existingSecret }}
  {{- include "wiredesk.secretRef" (dict "name" $values.database.existingSecret "key" $values.database.key) | nindent 2 }}
  {{- else }}
  {{- include "wiredesk.secretRef" (dict "name" .secret "key" "database-url") | nindent 2 }}
  {{- end }}
- name: WIREDESK_DATABASE_POOL
  value: {{ $values.database.pool | quote }}
{{- with $values.database.tls }}
{{- if .enabled }}
- name: DATABASE_SSL
  value: '1'
- name: DATABASE_SSL_VERIFY
  value: {{ ternary "1" "0" .verify | quote }}
{{- if .caSecret }}
- name: DATABASE_SSL_CA
  value: /etc/wiredesk/database/{{ .caKey }}
{{- end }}
{{- end }}
{{- end }}
- name: KAFKA_BROKERS
  value: {{ $values.kafka.brokers | quote }}
{{- with $values.kafka.tls }}
{{- if .enabled }}
- name: KAFKA_SSL
  value: '1'
- name: KAFKA_SSL_VERIFY
  value: {{ ternary "1" "0" .verify | quote }}
{{- if .caSecret }}
- name: KAFKA_SSL_CA
  value: /etc/wiredesk/kafka/{{ .caKey }}
{{- end }}
{{- end }}
{{- end }}
{{- with $values.kafka.sasl }}
{{- if .mechanism }}
- name: KAFKA_SASL_MECHANISM
  value: {{ .mechanism }}
- name: KAFKA_SASL_USERNAME
  {{- if .perService }}
  value: {{ printf "%s%s" .userPrefix $.service }}
  {{- else }}
  {{- include "wiredesk.secretRef" (dict "name" .existingSecret "key" .usernameKey) | nindent 2 }}
  {{- end }}
- name: KAFKA_SASL_PASSWORD
  {{- if .perService }}
  {{- include "wiredesk.secretRef" (dict "name" (printf "%s%s" .userPrefix $.service) "key" .passwordKey) | nindent 2 }}
  {{- else }}
  {{- include "wiredesk.secretRef" (dict "name" .existingSecret "key" .passwordKey) | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}
{{- with $values.topicPrefix }}
- name: TOPIC_PREFIX
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "wiredesk.searchEngineEnv" -}}
- name: ELASTICSEARCH_NODE
  value: {{ .Values.elasticsearch.node | quote }}
{{- with .Values.elasticsearch.auth }}
{{- if eq .type "apiKey" }}
- name: ELASTICSEARCH_API_KEY
  {{- include "wiredesk.secretRef" (dict "name" .existingSecret "key" .apiKeyKey) | nindent 2 }}
{{- else if eq .type "basic" }}
- name: ELASTICSEARCH_USERNAME
  value: {{ .username | quote }}
- name: ELASTICSEARCH_PASSWORD
  {{- include "wiredesk.secretRef" (dict "name" .existingSecret "key" .passwordKey) | nindent 2 }}
{{- end }}
{{- end }}
{{- if .Values.elasticsearch.tls.caSecret }}
- name: ELASTICSEARCH_CA
  value: /etc/wiredesk/elasticsearch/{{ .Values.elasticsearch.tls.caKey }}
{{- end }}
- name: INDEX_PREFIX
  value: {{ .Values.indexPrefix | quote }}
{{- end -}}

{{/* Environment of a service. Takes root, service and about, its entry in wiredesk.services. */}}
{{- define "wiredesk.serviceEnv" -}}
{{- $values := .root.Values -}}
- name: PORT
  value: {{ .about.port | quote }}
{{ include "wiredesk.stackEnv" (dict "root" .root "service" .service "secret" (include "wiredesk.fullname" .root)) }}
{{- if .about.searchEngine }}
{{ include "wiredesk.searchEngineEnv" .root }}
{{- end }}
{{- if .about.http }}
- name: WIREDESK_TRUST_PROXY
  value: {{ $values.trustedProxies | quote }}
{{- with $values.publicUrl }}
- name: WIREDESK_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{- if $values.adminKey.existingSecret }}
- name: WIREDESK_ADMIN_KEY
  {{- include "wiredesk.secretRef" (dict "name" $values.adminKey.existingSecret "key" $values.adminKey.key) | nindent 2 }}
{{- else if $values.adminKey.value }}
- name: WIREDESK_ADMIN_KEY
  {{- include "wiredesk.secretRef" (dict "name" (include "wiredesk.fullname" .root) "key" "admin-key") | nindent 2 }}
{{- end }}
{{- end }}
{{- if and (eq .service "publisher") $values.egressAllow }}
- name: WIREDESK_EGRESS_ALLOW
  value: {{ join "," $values.egressAllow | quote }}
{{- end }}
- name: WIREDESK_SHUTDOWN_DELAY_MS
  value: {{ mul 1000 $values.shutdown.delaySeconds | quote }}
- name: WIREDESK_SHUTDOWN_DEADLINE_MS
  value: {{ mul 1000 $values.shutdown.deadlineSeconds | quote }}
{{- with $values.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Certificates that are mounted: name of the volume and its Secret, as a YAML map. */}}
{{- define "wiredesk.certificates" -}}
{{- if and .root.Values.database.tls.enabled .root.Values.database.tls.caSecret }}
database: {{ .root.Values.database.tls.caSecret }}
{{- end }}
{{- if and .root.Values.kafka.tls.enabled .root.Values.kafka.tls.caSecret }}
kafka: {{ .root.Values.kafka.tls.caSecret }}
{{- end }}
{{- if and .searchEngine .root.Values.elasticsearch.tls.caSecret }}
elasticsearch: {{ .root.Values.elasticsearch.tls.caSecret }}
{{- end }}
{{- end -}}

{{- define "wiredesk.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 256Mi }
{{- range $name, $secret := include "wiredesk.certificates" . | fromYaml }}
- name: {{ $name }}-ca
  secret: { secretName: {{ $secret }}, defaultMode: 0444 }
{{- end }}
{{- end -}}

{{- define "wiredesk.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
{{- range $name, $secret := include "wiredesk.certificates" . | fromYaml }}
- { name: {{ $name }}-ca, mountPath: /etc/wiredesk/{{ $name }}, readOnly: true }
{{- end }}
{{- end -}}

{{/* What every pod has: no token, no links, no root, and nothing that a process here could use to become it. */}}
{{- define "wiredesk.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wiredesk.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Most replicas that a service may come to; with lag scaling, its upper bound. */}}
{{- define "wiredesk.mostReplicas" -}}
{{- if and .autoscaling .autoscaling.enabled -}}{{ .autoscaling.maxReplicas }}{{- else -}}{{ .replicas }}{{- end -}}
{{- end -}}

{{/* An Ingress up to its paths. Takes root, name and annotations of its own. */}}
{{- define "wiredesk.ingressHead" -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ .name }}
  labels:
    {{- include "wiredesk.labels" .root | nindent 4 }}
  {{- with merge (dict) .annotations .root.Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  ingressClassName: {{ .root.Values.ingress.className }}
  {{- with .root.Values.ingress.tlsSecret }}
  tls:
    - hosts: [{{ $.root.Values.ingress.host }}]
      secretName: {{ . }}
  {{- end }}
  rules:
    - host: {{ .root.Values.ingress.host }}
      http:
        paths:
{{- end -}}

{{/* NetworkPolicy: one port, to the peers named or anywhere. */}}
{{- define "wiredesk.egressTo" -}}
- ports: [{ protocol: TCP, port: {{ .port }} }]
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* NetworkPolicy: names, PostgreSQL and Kafka, which every process needs. */}}
{{- define "wiredesk.egressToStack" -}}
- ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
  {{- with .Values.networkPolicy.dns.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{ include "wiredesk.egressTo" .Values.networkPolicy.database }}
{{ include "wiredesk.egressTo" .Values.networkPolicy.kafka }}
{{- end -}}

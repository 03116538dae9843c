/** The unit with which systemd runs the server. */

export interface UnitFor {
  /** The name of the user and of the group. */
  readonly user: string
  /** Absolute paths: the program with its first arguments, and the files. */
  readonly program: readonly string[]
  readonly config: string
  readonly data: string
}

/** Pure. Only the data directory can be written to. */
export function unitText({ user, program, config, data }: UnitFor): string {
  const command = [...program, 'serve', '--config', config].map(word).join(' ')
  return `[Unit]
Description=Mandate, the authorization server
Wants=network-online.target
After=network-online.target postgresql.service pgbouncer.service
StartLimitIntervalSec=0

[Service]
User=${user}
Group=${user}
Environment=NODE_OPTIONS=--max-semi-space-size=4
ExecStart=${command}
Restart=on-failure
RestartSec=5
TimeoutStopSec=60
LimitNOFILE=65536

ReadWritePaths=${word(data)}
UMask=0077

CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
`
}

/** One word of a unit file: \`%\` and \`$\` are special there, and so are blanks (systemd.service(5)). */
function word(text: string): string {
  const escaped = text.replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /[\s"'\\]/.test(escaped) ? JSON.stringify(escaped) : escaped
}

/** Streams of security events to clients: the list, one stream, its form, and what operators do with it. */

import { isolated } from './isolated.ts'

export const streams = {
  title: 'Event streams',
  caption: 'Event streams',
  about:
    'A client with a stream hears at once when a connection of its own ends or changes, by push (RFC 8935) or by polling (RFC 8936).',
  newStream: 'Make a stream',
  client: 'Client',
  delivery: 'Delivery',
  push: 'pushed to',
  poll: 'the client polls',
  isPushed: 'Pushed by this server (RFC 8935)',
  isPolled: 'Polled by the client (RFC 8936)',
  lastHeard: 'Last heard',
  heardUntil: 'Acknowledged until',
  noneYet: 'No streams yet',
  noneYetNext:
    'Without a stream a client learns that a connection has ended when its next request is refused. Make one for clients that should know at once.',
  polled: 'Polled',

  id: 'Stream id',
  events: 'Events',
  allEvents: 'All, and those that are added later',
  address: 'Address',
  header: 'Authorization header',
  created: 'Created',
  deliveries: 'Deliveries',
  deliveriesAbout: 'What waits, what was given up, and the newest that arrived.',
  noDeliveries: 'Nothing waits, and nothing was sent lately.',
  edit: 'Edit',
  test: 'Send a test',
  pause: 'Pause',
  resume: 'Go on',
  remove: 'Delete',

  clientField: 'Client: name or client id',
  clientHint: 'Each client has at most one stream.',
  addressHint: 'An https address to which events are pushed. Empty, if the client polls.',
  headerHint:
    'What each push has in its Authorization header, such as “Bearer …”. It is kept encrypted and never shown again. May be empty.',
  eventsHint: 'Tick nothing for all of them.',
  create: 'Make the stream',
  save: 'Save the changes',
  editTitle: (name: string) => `Edit the stream of ${isolated(name)}`,
  pushAddressHint: 'An https address to which events are pushed.',
  newHeaderHint:
    'Empty, to keep what is agreed. It was agreed with one address: with a new address, enter it again, or send none.',
  noHeader: 'Send no Authorization header',
  noHeaderHint: 'The one that was agreed is forgotten.',
  bothHeaders: 'Enter an Authorization header, or tick that none is sent, but not both.',
  headerAgain:
    'The Authorization header was agreed with the address before. Enter it again for the new address, or tick that none is sent.',
  wasSaved: 'The changes are saved.',
  unknownClient: 'There is no client with this name or client id.',
  hasStream: 'This client has a stream already.',
  publicClient:
    'This client is public: it cannot prove who it is, so it cannot poll. Give an address for pushes.',
  headerWithoutPush: 'Only pushes have an Authorization header. Give an address too.',

  deleteQuestion: (name: string) => `Delete the stream of ${isolated(name)}?`,
  deleteWaiting: (waiting: string) => `Waiting, and never sent: ${waiting}.`,
  deleteDeaf:
    'From then on the client learns that a connection has ended when its next request is refused.',
  deleteForever: 'Its connections stay. This cannot be undone, but a new stream can be made.',
  deleteButton: 'Delete the stream',

  wasCreated: (name: string) => `${isolated(name)} has a stream. It hears from now on.`,
  wasPaused: 'The stream is paused. What happens meanwhile is kept.',
  wasResumed: 'The stream goes on. What waited is sent now.',
  wasDeleted: (name: string) => `The stream of ${isolated(name)} is deleted.`,
  testAsked: 'A verification event is on its way.',
  testAskedPoll: 'The client gets a verification event when it polls next.',
  testPaused: 'The stream is paused, so no test was sent.',
} as const

/** The consumer group as which the relay reads the event log. */
export const relayGroup = 'relay';

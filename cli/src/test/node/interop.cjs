// Sends image files as image events, waits for their classifications, labels every event, and waits for the
// labelled samples. Knows Headwater only by its topics and the schemas in the registry.
//
//   node interop.cjs BROKERS REGISTRY_URL TOPIC_PREFIX DIRECTORY LABEL
//
// Prints one JSON document: {"sent": [eventId], "classifications": [...], "samples": [...]}.

const { randomUUID } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Kafka, logLevel, Partitioners } = require('kafkajs');
const { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');

const [brokers, registryUrl, prefix, directory, label] = process.argv.slice(2);
const images = `${prefix}images`;
const classifications = `${prefix}classifications`;
const feedback = `${prefix}feedback`;
const samples = `${prefix}samples`;
const patienceMs = 120_000;

const kafka = new Kafka({ clientId: 'interop', brokers: brokers.split(','), logLevel: logLevel.WARN });
const registry = new SchemaRegistryClient({ baseURLs: [registryUrl] });
const serializer = new AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true });
const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});

/** Reads a topic from its start and resolves once there is a value for every wanted event id. */
async function collect(topic, wanted) {
  const consumer = kafka.consumer({ groupId: `interop-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const ours = new Set(wanted);
  const missing = new Set(wanted);
  const found = [];
  let timer;
  try {
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${missing.size} of ${wanted.length} missing in ${topic}`)), patienceMs);
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.run({
        eachMessage: async ({ message }) => {
          const value = await deserializer.deserialize(topic, message.value);
          if (ours.has(value.eventId)) {
            found.push({ key: message.key.toString(), ...value });
            missing.delete(value.eventId);
          }
          if (missing.size === 0) resolve();
        },
      }).catch(reject);
    });
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return found;
}

async function send(producer, topic, value) {
  await producer.send({
    topic,
    acks: -1,
    messages: [{ key: value.eventId, value: await serializer.serialize(topic, value) }],
  });
}

async function main() {
  const events = readdirSync(directory)
    .sort()
    .map((file) => ({
      eventId: randomUUID(),
      source: 'node',
      capturedAt: Date.now(),
      contentType: 'image/jpeg',
      bytes: readFileSync(join(directory, file)),
      uri: null,
      sha256: null,
    }));
  const ids = events.map((event) => event.eventId);
  const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (const event of events) {
    await send(producer, images, event);
  }
  const classified = await collect(classifications, ids);
  for (const eventId of ids) {
    await send(producer, feedback, { eventId, label, annotator: 'node', labelledAt: Date.now() });
  }
  const labelled = await collect(samples, ids);
  await producer.disconnect();
  console.log(JSON.stringify({ sent: ids, classifications: classified, samples: labelled }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

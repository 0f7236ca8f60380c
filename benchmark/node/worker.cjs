// Classifies a stream of images with what a Node developer would take: kafkajs, sharp, onnxruntime-node and the
// registry client of kafkajs. At least once. Told and asked like the Java contenders: see Assignment and ContenderMain.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const readline = require('node:readline');
const { Kafka, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');
const ort = require('onnxruntime-node');
const sharp = require('sharp');

const assignment = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const BATCH = 4;
const TOP_K = 5;
const HOUR = 3_600_000;
const cores = os.availableParallelism();

const progress = { images: 0, batches: 0 };

// One libvips thread an image: several images are decoded at once.
sharp.concurrency(1);
sharp.cache(false);

async function decode(bytes, size, crop) {
  const image = sharp(bytes).rotate();
  if (crop) {
    const { width, height } = await sharp(bytes).metadata();
    const scale = Math.round((size * 256) / 224) / Math.min(width, height);
    const w = Math.round(width * scale);
    const h = Math.round(height * scale);
    image
      .resize(w, h, { fit: 'fill' })
      .extract({ left: (w - size) >> 1, top: (h - size) >> 1, width: size, height: size });
  } else {
    image.resize(size, size, { fit: 'fill' });
  }
  return image.removeAlpha().toColourspace('srgb').raw().toBuffer();
}

function topK(labels, probabilities) {
  return labels
    .map((label, i) => ({ label, score: probabilities[i] }))
    .sort((a, b) => b.score - a.score)
    .slice(0, TOP_K);
}

async function main() {
  const registry = new SchemaRegistry({ host: assignment.schemaRegistry });
  const session = await ort.InferenceSession.create(assignment.model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { inputSize: size, crop, labels } = assignment;
  const schemaId = await registry.getLatestSchemaId(`${assignment.outputTopic}-value`);
  const kafka = new Kafka({
    brokers: [assignment.bootstrapServers],
    logLevel: logLevel.ERROR,
    // Frozen between its rounds, for minutes: nothing may time out meanwhile.
    requestTimeout: HOUR,
  });
  const consumer = kafka.consumer({
    groupId: assignment.group,
    sessionTimeout: HOUR / 2,
    rebalanceTimeout: HOUR / 2,
    maxBytesPerPartition: 8 << 20,
    maxWaitTimeInMs: assignment.latency ? 5 : 100,
  });
  const producer = kafka.producer();

  async function classify(messages, topic, partition) {
    const events = await Promise.all(messages.map((message) => registry.decode(message.value)));
    const images = await Promise.all(events.map((event) => decode(event.bytes, size, crop)));
    const pixels = Buffer.concat(images);
    const outputs = await session.run(
      { image: new ort.Tensor('uint8', pixels, [images.length, size, size, 3]) },
      ['probabilities'],
    );
    const probabilities = outputs.probabilities.data;
    progress.images += images.length;
    progress.batches += 1;
    return Promise.all(
      events.map(async (event, i) => {
        const scores = topK(labels, probabilities.subarray(i * labels.length, (i + 1) * labels.length));
        const value = await registry.encode(schemaId, {
          eventId: event.eventId,
          model: 'default',
          version: 1,
          status: 'CLASSIFIED',
          label: scores[0].label,
          confidence: scores[0].score,
          topK: scores,
          image: { topic, partition, offset: Number(messages[i].offset) },
          capturedAt: event.capturedAt,
          classifiedAt: Date.now(),
          inferenceMicros: null,
        });
        return { key: messages[i].key, value };
      }),
    );
  }

  await Promise.all([consumer.connect(), producer.connect()]);
  await consumer.subscribe({ topic: assignment.inputTopic, fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    partitionsConsumedConcurrently: cores,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning }) => {
      let next = 0;
      while (next < batch.messages.length && isRunning()) {
        // Several runs at once, so that every core has one.
        const lots = [];
        for (let lot = 0; lot < cores && next < batch.messages.length; lot++) {
          lots.push(batch.messages.slice(next, next + BATCH));
          next += lots[lot].length;
        }
        const results = await Promise.all(lots.map((lot) => classify(lot, batch.topic, batch.partition)));
        await producer.send({ topic: assignment.outputTopic, messages: results.flat() });
        resolveOffset(batch.messages[next - 1].offset);
        await commitOffsetsIfNecessary();
        await heartbeat();
      }
    },
    autoCommitInterval: assignment.commitMillis,
  });
  await joined;
  console.log('ready');
  readline
    .createInterface({ input: process.stdin })
    .on('line', () => console.log(JSON.stringify({ ...progress, allocatedBytes: 0, compileMillis: 0 })))
    .on('close', () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

// What the program of a thread has of the one that started it. Threads are Node's: see startThread.
export { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
export { loadAddon } from './addon.js';

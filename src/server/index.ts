export { type LiveServer, type LiveServerOptions, serveLive } from './live-server.ts';
export { type StaticServer, type StaticServerOptions, serveFolder } from './static-server.ts';

export { addRoute, type RoutePatches } from './add-route.js';
export { type Backend, type Gateway, ISSUER_ANNOTATION } from './gateway.objects.js';
export type { GrpcRoute } from './grpc-route.objects.js';
export type { HttpRoute } from './http-route.objects.js';
export type * from './route.props.js';
export { routeHosts } from './route-hosts.js';

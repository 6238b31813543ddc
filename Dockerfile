# One image for all services: the command says which.
FROM node:22.21-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22.21-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 WIREDESK_DATA=/var/lib/wiredesk
RUN mkdir -p /var/lib/wiredesk && chown node:node /var/lib/wiredesk
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/libs/wire/profiles ./libs/wire/profiles
COPY --from=build /app/apps/desk/demo ./apps/desk/demo
USER node
EXPOSE 3000
CMD ["node", "dist/apps/desk/src/main.js"]
